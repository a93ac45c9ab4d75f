#!/usr/bin/env bash
# Runs the end-to-end tests again and again beside busy processes, to find a test that depends on the machine's speed.
# Several runs may go at once: the workers of one are busy processes to the others.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-10} busy=${2:-6} together=${3:-1} workers=2
logs=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT

be_busy() {
  for ((count = 0; count < $1; count++)); do node -e 'for (;;);' & done
}

# every so many-th run, and in their place busy processes until all runs have ended
run_from() {
  trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
  trap exit TERM
  for ((run = $1; run <= runs; run += together)); do
    result=green
    npx jest --selectProjects e2e --ci --maxWorkers $workers >"$logs/$run.log" 2>&1 || result=red
    echo "$result: run $run, $(grep -E '^(Tests|Time):' "$logs/$run.log" | tr -s ' \n' ' ')" | tee "$logs/$run.$result"
  done
  be_busy $workers
  wait
}

be_busy $((busy - workers * (together - 1)))
for ((first = 1; first <= together; first++)); do run_from "$first" & done
ended() { find "$logs" -name "*.$1" | wc -l; }
until (($(ended green) + $(ended red) == runs)); do sleep 1; done
echo "$(ended red) of $runs runs red, beside $busy busy processes: $logs"
exit $(($(ended red) > 0))
