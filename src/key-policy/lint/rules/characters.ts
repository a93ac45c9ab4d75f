import { type Rule } from '../rule';

export const characters: Rule = {
  id: 'characters',
  severity: 'error',
  why: 'KMS takes only printable characters up to U+00FF, and tab, line feed and carriage return, in a policy',
  fix: 'take them out',
  check: ({ document }) => {
    const [illegal] = /[^\t\n\r\u0020-\u00FF]/u.exec(JSON.stringify(document)) ?? [];
    return illegal === undefined
      ? []
      : [
          {
            message: `the policy holds the character U+${illegal.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
          },
        ];
  },
};
