// the one way to load late that jest, tsx and the CommonJS bundle have in common
/* eslint-disable @typescript-eslint/no-require-imports */
import type { VerbEntry } from './verb';

export const GROUPS: Readonly<Record<string, string>> = {
  key: 'the key ceremony: from a KMS key without key material to one with yours',
  doctor: 'what is broken between the key and the item, and what mends it',
  send: 'a message of its own through the queue, to its item in the table',
  dlq: 'dead letters: what they died of, and the way back into the queue',
  policy: 'the key policy: what a construct needs, what a key has, and the way from one to the other',
};

/** Every command, in the order the help shows them. */
export const VERBS: readonly VerbEntry[] = [
  {
    group: 'key',
    name: 'ceremony',
    summary: 'all of it in one go, the material only in memory, with a record',
    load: () => require('./key/ceremony'),
  },
  {
    group: 'key',
    name: 'ceremony prepare',
    summary: 'across an air gap, first: create the key and what to wrap under',
    load: () => require('./key/ceremony-prepare'),
  },
  {
    group: 'key',
    name: 'ceremony seal',
    summary: 'second, offline: wrap the material for KMS and each escrow',
    load: () => require('./key/ceremony-seal'),
  },
  {
    group: 'key',
    name: 'ceremony finish',
    summary: 'third: compare, import, verify, with a record of both machines',
    load: () => require('./key/ceremony-finish'),
  },
  {
    group: 'key',
    name: 'ceremony page',
    summary: 'make the page to sign again',
    load: () => require('./key/ceremony-page'),
  },
  {
    group: 'key',
    name: 'create',
    summary: 'create a KMS key without key material',
    load: () => require('./key/create'),
  },
  {
    group: 'key',
    name: 'parameters',
    summary: 'get the wrapping public key and import token',
    load: () => require('./key/parameters'),
  },
  {
    group: 'key',
    name: 'generate',
    summary: 'generate 32 bytes of key material',
    load: () => require('./key/generate'),
  },
  { group: 'key', name: 'wrap', summary: 'wrap key material, offline', load: () => require('./key/wrap') },
  { group: 'key', name: 'import', summary: 'import wrapped key material', load: () => require('./key/import') },
  {
    group: 'key',
    name: 'check',
    summary: 'say whether this is the material of a ceremony',
    load: () => require('./key/check'),
  },
  {
    group: 'key',
    name: 'escrow-drill',
    summary: 'prove that the copy of an escrow still opens',
    load: () => require('./key/escrow-drill'),
  },
  {
    group: 'key',
    name: 'verify',
    summary: 'check that data can be kept under the key',
    load: () => require('./key/verify'),
  },
  {
    group: 'key',
    name: 'status',
    summary: 'show a key, its materials and rotations',
    load: () => require('./key/status'),
  },
  {
    group: 'key',
    name: 'rotate',
    summary: 'bring in new key material and make it current',
    load: () => require('./key/rotate'),
  },
  {
    group: 'key',
    name: 'replicate',
    summary: 'make a replica in another Region, with the same material',
    load: () => require('./key/replicate'),
  },
  {
    group: 'key',
    name: 'delete-material',
    summary: 'take the key material away, after showing what stops',
    load: () => require('./key/delete-material'),
  },
  {
    group: 'key',
    name: 'operator-policy',
    summary: 'print the IAM policy of the operator',
    load: () => require('./key/operator-policy'),
  },
  { group: 'policy', name: 'render', summary: 'print a key policy', load: () => require('./policy/render') },
  {
    group: 'policy',
    name: 'lint',
    summary: 'say what is wrong with a key policy, and what to do',
    load: () => require('./policy/lint'),
  },
  {
    group: 'policy',
    name: 'simulate',
    summary: 'say whether a call would be allowed, and why',
    load: () => require('./policy/simulate'),
  },
  {
    group: 'policy',
    name: 'report',
    summary: 'print a page for a reviewer: who can do what',
    load: () => require('./policy/report'),
  },
  { group: 'policy', name: 'diff', summary: 'show what would change on a key', load: () => require('./policy/diff') },
  {
    group: 'policy',
    name: 'apply',
    summary: 'put a key policy, and keep the one before',
    load: () => require('./policy/apply'),
  },
  {
    group: 'policy',
    name: 'admit',
    summary: "let an app's key policy manager into a closed key",
    load: () => require('./policy/admit'),
  },
  {
    group: 'policy',
    name: 'restore',
    summary: 'put back the policy that was kept',
    load: () => require('./policy/restore'),
  },
  {
    group: 'doctor',
    name: '',
    summary: 'look at each link between the key and the item',
    load: () => require('./doctor/doctor'),
  },
  {
    group: 'send',
    name: '',
    summary: 'send a message, wait for its item and show it',
    load: () => require('./send/send'),
  },
  {
    group: 'dlq',
    name: 'list',
    summary: 'show what messages died of, from the log of the writer',
    load: () => require('./dlq/list'),
  },
  {
    group: 'dlq',
    name: 'peek',
    summary: 'receive some dead letters and show them',
    load: () => require('./dlq/peek'),
  },
  {
    group: 'dlq',
    name: 'redrive',
    summary: 'move dead letters back into the queue',
    load: () => require('./dlq/redrive'),
  },
  {
    group: 'dlq',
    name: 'drop',
    summary: 'delete dead letters, with a record of it',
    load: () => require('./dlq/drop'),
  },
];
