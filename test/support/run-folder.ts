import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Before the tests: whatever they leave in the temporary folder is in one folder of the run, which goes with it, and
 * what libraries would warn of is nothing to who runs the tests. The projects of a run share it.
 */
export default function begin(): void {
  if (process.env.TEST_RUN_FOLDER !== undefined) return;
  if (process.env.TMPDIR !== undefined) process.env.TMPDIR_BEFORE = process.env.TMPDIR;
  process.env.TEST_RUN_FOLDER = process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'encrypted-queue-to-table-'));
  process.env.CDK_CONTEXT_JSON = JSON.stringify({ 'aws:cdk:disable-stack-trace': true }); // which nobody reads
  process.env.JSII_DEPRECATED = 'quiet'; // aws-cdk-lib warns about its own use of deprecated props
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
}
