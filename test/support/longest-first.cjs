const Sequencer = require('@jest/test-sequencer').default;

/** What takes longest, in this order. jest knows it of its last run alone: in a clone it would begin with long texts. */
const LONGEST = [
  'test/integ/sabotage',
  'test/downstream/downstream',
  'test/sandbox/cdk/deployment',
  'test/integ/run',
  'test/sandbox/layouts',
  'test/languages/languages',
  'test/project/shell-blocks',
  'test/ceremony/kill-points',
  'test/sandbox/demo/own-app',
  'test/construct/grants/layouts',
  'test/examples/deployed',
  'test/cli/key/ceremony-interrupted',
];

const rank = ({ path }) => {
  const index = LONGEST.findIndex(name => path.replaceAll('\\', '/').includes(name));
  return index < 0 ? LONGEST.length : index;
};

/** Begins with the longest tests, so that no worker is left alone with one of them. */
module.exports = class LongestFirst extends Sequencer {
  static LONGEST = LONGEST;

  sort(tests) {
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
