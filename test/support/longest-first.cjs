const Sequencer = require('@jest/test-sequencer').default;

/** What takes longest, in this order. jest knows it of its last run alone: in a clone it would begin with long texts. */
const LONGEST = [
  'test/integ/sabotage',
  'test/downstream/downstream',
  'test/sandbox/cdk/deployment',
  'test/integ/run',
  'test/writer/outage/outage',
  'test/project/shell-blocks',
  'test/sandbox/monitoring/faults',
  'test/cli/doctor/doctor',
  'test/sandbox/runbooks',
  'test/sandbox/demo/own-app',
  'test/sandbox/layouts',
  'test/sandbox/monitoring/drills',
  'test/languages/languages',
  'test/examples/deployed',
  'test/ceremony/kill-points',
  'test/construct/grants/layouts',
  'test/key-policy-manager/truth',
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
