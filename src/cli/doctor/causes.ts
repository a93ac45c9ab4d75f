/** The checks of all that has to be in order before Lambda can poll the queue and the writer can store. */
export const CAUSES_OF_PROBLEMS = [
  'key state',
  'key policy',
  'grants',
  'queues',
  'table',
  'writer',
  'mapping',
  'limits',
  'rights',
  'key rights',
  'policies',
];

/** The checks of whatever keeps messages from being stored. */
export const CAUSES = [...CAUSES_OF_PROBLEMS, 'polling'];
