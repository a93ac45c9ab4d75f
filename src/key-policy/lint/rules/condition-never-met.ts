import { conditions } from '../../evaluation/reading';
import { type Rule } from '../rule';

/** Keys that are absent from the calls a key policy decides, each with the reason. */
const ABSENT: Readonly<Record<string, string>> = {
  'lambda:sourcefunctionarn': 'works in identity policies only',
  'aws:sourcevpc': 'is not passed on by SQS and DynamoDB',
  'aws:sourcevpce': 'is not passed on by SQS and DynamoDB',
  'aws:vpcsourceip': 'is not passed on by SQS and DynamoDB',
};

export const conditionNeverMet: Rule = {
  id: 'condition-never-met',
  severity: 'error',
  why: 'an allow that is never met locks its users out, and a deny that always is stops queue and table',
  fix: "take the condition out; kms:ViaService ends with .amazonaws.com in every partition, China's too",
  check: ({ statements }) =>
    statements.flatMap(statement =>
      conditions(statement).flatMap(({ key, values }) => {
        const reason = ABSENT[key.toLowerCase()];
        if (reason) return [{ statement, message: `asks for ${key}, which ${reason}` }];
        if (key.toLowerCase() !== 'kms:viaservice') return [];
        return values
          .filter(value => /\.amazonaws\.com\../.test(value))
          .map(value => ({ statement, message: `asks for ${key} ${value}, which KMS never sends` }));
      }),
    ),
};
