#!/bin/sh
# Makes the namespace, or brings the retention of the one that is there up to what Night Porter needs.
# The CLI itself reads TEMPORAL_ADDRESS. The namespace is said each time: `namespace create` takes it from no variable.
set -eu

namespace=${TEMPORAL_NAMESPACE:?set TEMPORAL_NAMESPACE}
# A late message must still find the outcome of its conversation (30 days).
retention=720h
tries_left=60

until temporal operator cluster health; do
  tries_left=$((tries_left - 1))
  if [ "$tries_left" -eq 0 ]; then
    echo "Temporal does not answer at ${TEMPORAL_ADDRESS:-localhost:7233}" >&2
    exit 1
  fi
  sleep 2
done

if temporal operator namespace describe --namespace "$namespace" >/dev/null 2>&1; then
  temporal operator namespace update --namespace "$namespace" --retention "$retention"
else
  temporal operator namespace create --namespace "$namespace" --retention "$retention"
fi
