#!/bin/sh
# Brings the database to what this image declares, then becomes the application. Any number of containers may start at
# once: one applies the plans, the others wait for its lock and find that there is nothing left to do.
set -eu
npx --no-install trueup apply plans/ prod --confirm prod --create --lock-timeout "${SCHEMA_TIMEOUT:-60s}"
exec "$@"
