import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderPicture } from './picture';

writeFileSync(join(__dirname, '..', 'docs', 'picture.svg'), renderPicture());
