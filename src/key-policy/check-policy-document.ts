/** The elements of a document and of a statement. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const DOCUMENT_ELEMENTS = ['Version', 'Id', 'Statement'];
const PRINCIPALS = ['Principal', 'NotPrincipal'];
const LISTS = ['Action', 'NotAction', 'Resource', 'NotResource'];
const STATEMENT_ELEMENTS = ['Sid', 'Effect', 'Condition', ...PRINCIPALS, ...LISTS];
const PRINCIPAL_KINDS = ['AWS', 'Service', 'Federated', 'CanonicalUser'];
const VERSIONS = ['2012-10-17', '2008-10-17'];

/**
 * Everything that keeps a value from being a policy document, each with the path to it, such as
 * `Statement[0].Action[0] must be text, got 5`. What passes can be judged without a surprise.
 */
export function checkPolicyDocument(document: unknown): readonly string[] {
  if (!isObject(document)) return [`a policy document must be an object, got ${show(document)}`];
  const { Version, Id, Statement } = document;
  if (Statement === undefined) return ['a policy document must have a Statement'];
  return [
    ...checkElements(document, DOCUMENT_ELEMENTS, ''),
    ...(Version === undefined || VERSIONS.includes(Version as string)
      ? []
      : [`Version must be ${VERSIONS.join(' or ')}, got ${show(Version)}`]),
    ...(Id === undefined ? [] : checkText(Id, 'Id')),
    ...(Array.isArray(Statement)
      ? Statement.flatMap((statement, index) => checkStatement(statement, `Statement[${index}]`))
      : checkStatement(Statement, 'Statement')),
  ];
}

function checkStatement(statement: unknown, path: string): readonly string[] {
  if (!isObject(statement)) return [`${path} must be an object, got ${show(statement)}`];
  const { Sid, Effect, Condition } = statement;
  return [
    ...checkElements(statement, STATEMENT_ELEMENTS, `${path}.`),
    ...(Sid === undefined ? [] : checkText(Sid, `${path}.Sid`)),
    ...(Effect === 'Allow' || Effect === 'Deny' ? [] : [`${path}.Effect must be Allow or Deny, got ${show(Effect)}`]),
    ...[PRINCIPALS, ...[LISTS.slice(0, 2), LISTS.slice(2)]].flatMap(([one = '', other = '']) =>
      statement[one] !== undefined && statement[other] !== undefined
        ? [`${path} must not have both ${one} and ${other}`]
        : [],
    ),
    ...PRINCIPALS.flatMap(name => checkPrincipal(statement[name], `${path}.${name}`)),
    ...LISTS.flatMap(name => (statement[name] === undefined ? [] : checkTexts(statement[name], `${path}.${name}`))),
    ...checkCondition(Condition, `${path}.Condition`),
  ];
}

function checkPrincipal(principal: unknown, path: string): readonly string[] {
  if (principal === undefined || principal === '*') return [];
  if (!isObject(principal)) return [`${path} must be "*" or an object, got ${show(principal)}`];
  return [
    ...checkElements(principal, PRINCIPAL_KINDS, `${path}.`),
    ...Object.entries(principal).flatMap(([kind, names]) => checkTexts(names, `${path}.${kind}`)),
  ];
}

function checkCondition(condition: unknown, path: string): readonly string[] {
  if (condition === undefined) return [];
  if (!isObject(condition)) return [`${path} must be an object, got ${show(condition)}`];
  return Object.entries(condition).flatMap(([operator, keys]) => {
    if (!isObject(keys)) return [`${path}.${operator} must be an object, got ${show(keys)}`];
    return Object.entries(keys).flatMap(([key, values]) => checkValues(values, `${path}.${operator}.${key}`));
  });
}

function checkValues(values: unknown, path: string): readonly string[] {
  const isValue = (value: unknown) => ['string', 'boolean', 'number'].includes(typeof value);
  const problem = (value: unknown, at: string) =>
    isValue(value) ? [] : [`${at} must be text, a number, true or false, got ${show(value)}`];
  return Array.isArray(values)
    ? values.flatMap((value, index) => problem(value, `${path}[${index}]`))
    : problem(values, path);
}

function checkTexts(texts: unknown, path: string): readonly string[] {
  return Array.isArray(texts)
    ? texts.flatMap((text, index) => checkText(text, `${path}[${index}]`))
    : checkText(texts, path);
}

function checkText(text: unknown, path: string): readonly string[] {
  return typeof text === 'string' ? [] : [`${path} must be text, got ${show(text)}`];
}

function checkElements(value: object, known: readonly string[], path: string): readonly string[] {
  return Object.keys(value)
    .filter(name => !known.includes(name))
    .map(name => `${path}${name} must be one of ${known.join(', ')}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value in short: a stranger's may be long, or deep. */
function show(value: unknown): string {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    return Array.isArray(value) ? `a list of ${value.length}` : `an object with ${Object.keys(value)[0]}`;
  }
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
