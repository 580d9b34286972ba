<?php
// SPDX-License-Identifier: Apache-2.0
//
// The chain of an error out of PHP's own words, the only thing that is left of it at the end: as
// cel/trace/php.cpp reads them, so that the report has the fingerprint of the text.

namespace container_exception_logger;

/** PHP's words for what ended a program, and its kinds of errors. */
function kind_of(array $error): string
{
    $kinds = [E_PARSE => 'Parse error', E_RECOVERABLE_ERROR => 'Recoverable fatal error'];
    return $kinds[$error['type']] ?? 'Fatal error';
}

/** The error as PHP logs it. */
function text_of(array $error): string
{
    return 'PHP ' . kind_of($error) . ":  {$error['message']} in {$error['file']} on line {$error['line']}";
}

/** A record's `exceptions`: the raised one first, then what led to it. */
function chain_of(array $error): array
{
    $uncaught = strncmp($error['message'], 'Uncaught ', 9) === 0;
    $text = substr($error['message'], $uncaught ? 9 : 0);
    $lines = explode("\n", "$text in {$error['file']} on line {$error['line']}");
    $links = [];
    for ($at = 0; count($links) < 20 && ($link = link_at($lines, $at, $uncaught));) {
        $links[] = $link;
        $at += ($lines[$at] ?? null) === '' ? 1 : 0;
        if (strncmp($lines[$at] ?? '', 'Next ', 5) !== 0) {
            break;
        }
        $lines[$at] = substr($lines[$at], 5);
    }
    if (!$links) {
        $frames = [frame($error['file'], $error['line'], '{main}')];
        $links = [['type' => '', 'message' => $text, 'frames' => $frames]];
    }
    if (!$uncaught) {
        $links[0]['type'] = kind_of($error);
    }
    $links = array_reverse($links);
    foreach ($links as $index => &$link) {
        if ($index > 0) {
            $link = array_slice($link, 0, 2) + ['link' => ['kind' => 'cause', 'of' => $index - 1]] + $link;
        }
    }
    return $links;
}

/**
 * Reads `message in file:line`, which may take several lines and begins with `Type: ` or is just that if it
 * is uncaught, and the frames below it, which say where a function was called: the place of the crash is in
 * the header. Moves `$at` behind them.
 */
function link_at(array $lines, int &$at, bool $uncaught): ?array
{
    $message = $lines[$at];
    $place = take_place($message);
    $first = $message;
    $named = $place !== null;
    for ($last = ++$at + 50; !$place && $at < $last && isset($lines[$at]); ++$at) {
        $line = $lines[$at];
        $place = take_place($line);
        $message .= "\n$line";
    }
    if (!$place) {
        return null;
    }
    $at += ($lines[$at] ?? null) === 'Stack trace:' ? 1 : 0;
    $calls = [];
    for (; isset($lines[$at]) && strncmp($lines[$at], '#', 1) === 0; ++$at) {
        $line = substr((string) strstr($lines[$at], ' '), 1);
        if (preg_match('/^\[internal function\]: ([^(]*)/', $line, $found)) {
            $calls[] = [$place, $found[1]];
            $place = ['', 0];
        } elseif (preg_match('/^(.*?)\((\d+)\): ([^(]*)/', $line, $found)) {
            $calls[] = [$place, $found[3]];
            $place = [$found[1], (int) $found[2]];
        } else {
            $calls[] = [$place, $line === '{main}' ? $line : ''];
        }
    }
    $calls = $calls ?: [[$place, '{main}']];
    $kept = count($calls) > 100 ? array_merge(array_slice($calls, 0, 80), array_slice($calls, -20)) : $calls;
    $end = strcspn($first, ' ');
    $alone = $end === strlen($first) && $named;
    $typed = $uncaught && ($alone || substr($first, $end - 1, 2) === ': ');
    $link = [
        'type' => $typed ? substr($first, 0, $end - ($alone ? 0 : 1)) : '',
        'message' => substr((string) substr($message, $typed ? $end + 1 : 0), 0, 65536),
        'frames' => [],
    ];
    foreach (array_reverse($kept) as [[$file, $number], $function]) {
        $link['frames'][] = frame($file, $number, $function);
    }
    if (count($kept) < count($calls)) {
        $link['omitted_frames'] = ['after' => 20, 'count' => count($calls) - 100];
    }
    return $link;
}

/** Takes ` in /srv/cart.php:5` or ` in /srv/cart.php on line 5` off the end of a message: file and line. */
function take_place(string &$message): ?array
{
    $in = strrpos($message, ' in ');
    $where = $in === false ? '' : substr($message, $in + 4);
    if (!preg_match('/^(.*?)(?::| on line )(\d+)(?::\d+)?$/sD', $where, $found)) {
        return null;
    }
    $message = substr($message, 0, $in);
    return [$found[1], (int) $found[2]];
}

function frame(string $file, int $line, string $function): array
{
    $libraries = '{/vendor/|^/usr/share/php/|^/usr/local/lib/php/}';
    $place = $file === '' ? [] : ['file' => $file, 'line' => $line];
    $frame = $place + ['function' => $function, 'in_app' => $place && !preg_match($libraries, $file)];
    $context = context_of($file, $line);
    return $context ? $frame + ['context' => $context] : $frame;
}
