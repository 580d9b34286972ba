<?php
// SPDX-License-Identifier: Apache-2.0
//
// Decides whether an error is reported, makes its record in ABRT's terms and ours, and has it sent.

namespace container_exception_logger;

foreach (['settings', 'sources', 'exceptions', 'flood', 'deliver'] as $each) {
    include __DIR__ . "/$each.php";
}

/** Whether the error, one of error_get_last(), is in a log, or is not to be there. */
function report(array $error): bool
{
    $chain = chain_of($error);
    $mechanism = strncmp($error['message'], 'Uncaught ', 9) === 0 ? 'exception' : 'error';
    if (!is_captured($mechanism) || in_array($chain[0]['type'], words('CEL_IGNORE'), true)) {
        return true;
    }
    // A server's process goes on to the next request, which may fail in the same way.
    $server = PHP_SAPI !== 'cli' && PHP_SAPI !== 'phpdbg';
    $reason = reason_of($chain[0]);
    $suppressed = $server ? suppressed_before("{$chain[0]['type']} {$error['file']}:{$error['line']}") : 0;
    if ($suppressed === null) {
        return true;
    }
    $record = [
        'type' => 'PHP',
        'executable' => executable($server),
        'reason' => $reason,
        'backtrace' => "$reason\n\n" . shown(text_of($error)),
        'time' => time(),
        'pid' => getmypid(),
    ];
    if (function_exists('posix_getuid')) {
        $record['uid'] = posix_getuid();
    }
    $record += [
        'id' => bin2hex(random_bytes(16)),
        'exception' => ['type' => $chain[0]['type'], 'message' => $chain[0]['message']],
        'mechanism' => $mechanism,
        'handled' => false,
        'severity' => $server ? 'error' : 'fatal',
        'runtime' => ['name' => 'php', 'version' => PHP_VERSION, 'sapi' => PHP_SAPI],
    ];
    $record += $suppressed ? ['suppressed' => $suppressed] : [];
    return deliver(json_encode(
        $record + ['exceptions' => $chain],
        JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR
    ));
}

/** As ABRT names it: the script's path, or `php - ...`. FPM has ours among the files before the program's. */
function executable(bool $server): string
{
    $own = array_filter(get_included_files(), function ($each) {
        return dirname($each) !== __DIR__;
    });
    $asked = $server ? $_SERVER['SCRIPT_FILENAME'] ?? '' : '';
    return (string) ($asked ?: current($own) ?: 'php - ...');
}

/** `file:line:function:Type: message` of the program's own call nearest to the error, if there is one. */
function reason_of(array $link): string
{
    $words = strtok($link['type'] . ($link['message'] === '' ? '' : ": {$link['message']}"), "\n");
    $words = substr((string) $words, 0, 1000);
    foreach ([true, false] as $own) {
        foreach (array_reverse($link['frames']) as $frame) {
            if (isset($frame['line']) && $frame['in_app'] === $own) {
                return basename($frame['file']) . ":{$frame['line']}:{$frame['function']}:$words";
            }
        }
    }
    return $words;
}

/** Both ends of a long text; without the arguments of calls where variables are not wanted. */
function shown(string $text): string
{
    if (!is_set('CEL_LOCALS', true)) {
        $text = preg_replace('/^(#\d+ .*?: [^(\n]*)\(.*\)$/m', '$1()', $text);
    }
    $left = strlen($text) - 65536;
    return $left <= 0 ? $text : substr($text, 0, 32768) . "\n… $left bytes …\n" . substr($text, -32768);
}
