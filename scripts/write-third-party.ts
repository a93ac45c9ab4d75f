import { join } from 'node:path';
import { writeThirdParty } from './third-party';

writeThirdParty(join(__dirname, '..'));
