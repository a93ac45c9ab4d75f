#!/usr/bin/env bash
# Runs the end-to-end tests again and again beside busy processes, to find a test that depends on the machine's speed.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-10} busy=${2:-6} red=0
for ((count = 0; count < busy; count++)); do
  node -e 'for (;;);' &
done
trap 'kill $(jobs -p)' EXIT
for ((run = 1; run <= runs; run++)); do
  npx jest --selectProjects e2e --ci || { red=$((red + 1)); echo "=== run $run of $runs is red"; }
done
echo "=== $red of $runs runs red, beside $busy busy processes"
exit $((red > 0))
