import { WrappingKeys } from '../../sandbox/kms/wrapping-keys';

WrappingKeys.keepIn(process.env.TEST_RUN_FOLDER!);
