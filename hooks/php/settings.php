<?php
// SPDX-License-Identifier: Apache-2.0
//
// The variables CEL_*, as docs/python.md has them; nonsense means the default.

namespace container_exception_logger;

/** The value of a variable: the process's own, else what PHP was started with; '' if there is neither. */
function variable(string $name): string
{
    $value = getenv($name);
    return $value === false ? (string) get_cfg_var("cel.$name") : $value;
}

/** The environment of the logger: this process's, and what PHP was started with of ours. */
function environment(): array
{
    $environment = getenv();
    foreach (['REDACT', 'VERBOSE', 'TIMEOUT', 'SINK', 'SOCKET', 'SPOOL'] as $each) {
        $value = variable("CEL_$each");
        if ($value !== '') {
            $environment["CEL_$each"] = $value;
        }
    }
    return $environment;
}

/** @return string[] */
function words(string $name): array
{
    return preg_split('/[\s,]+/', variable($name), -1, PREG_SPLIT_NO_EMPTY);
}

function is_set(string $name, bool $otherwise): bool
{
    $value = strtolower(variable($name));
    return in_array($value, ['1', 'yes', 'true', 'on'], true)
        || ($otherwise && !in_array($value, ['0', 'no', 'false', 'off'], true));
}

/** Seconds. */
function timeout(): float
{
    $seconds = (float) variable('CEL_TIMEOUT');
    return $seconds > 0 && $seconds <= 86400 ? $seconds : 5.0;
}

/** Whether what is caught this way is to be reported. */
function is_captured(string $mechanism): bool
{
    $chosen = array_intersect(words('CEL_CAPTURE'), ['exception', 'error']);
    return !$chosen || in_array($mechanism, $chosen, true);
}
