<?php
// SPDX-License-Identifier: Apache-2.0
//
// Reports the errors that a PHP program dies of to the log of its container.
//
// cel.ini has this file run before the program. It only registers a function that runs when the program has
// ended, and loads the rest of this folder if that was by an error. Hence the rules of this file: any PHP
// since 5.3 can parse it, older ones than 7.4 are left alone; it makes no object, since PHP numbers these and
// shows their numbers, no variable, constant or class; it leaves nothing in error_get_last(); and it never
// throws.

namespace container_exception_logger;

/** Runs when the program has ended, before what it registered itself. */
function at_end($starts = false)
{
    static $reserve; // memory for a program that has used up its own
    $reserve = $starts ? str_repeat(' ', 16384) : null;
    $fatal = E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR | E_RECOVERABLE_ERROR;
    $error = $starts ? null : error_get_last();
    if ($error === null || !($error['type'] & $fatal)) {
        return;
    }
    // As a text, it costs programs no time to compile that do not die.
    eval(<<<'DEATH'
    // A warning that this handles does not take the place of the error in error_get_last().
    set_error_handler(function () {
        return true;
    });
    $limit = ini_set('memory_limit', '-1');
    // Where that is the administrator's: whether the rest will do.
    $is_full = $limit === false && preg_match('/^Allowed memory size of (\d+)/', $error['message'], $found)
        && $found[1] - memory_get_usage() < 262144;
    try {
        $reported = !$is_full && (include __DIR__ . '/report.php') && \container_exception_logger\report($error);
    } catch (Throwable $problem) {
        $reported = false;
    }
    if (!$reported) {
        // The rest of us cannot be loaded, or no logger be started: type and place, without the message, in
        // which nobody could mask secrets, go to one of our streams that is also PID 1's.
        $type = preg_match('/^Uncaught ([\w\\\\]+)/', $error['message'], $found) ? $found[1] : 'Fatal error';
        $file = substr($error['file'], -1000);
        $reason = substr(basename($file), -100) . ':' . $error['line'] . ':{main}:' . $type;
        $json = json_encode(array(
            'type' => 'PHP',
            'executable' => substr((string) current(get_included_files()), -1000),
            'reason' => $reason,
            'backtrace' => "$reason\n\nPHP Fatal error:  $type in $file on line " . $error['line'],
            'time' => time(),
            'pid' => getmypid(),
        ), JSON_UNESCAPED_SLASHES | JSON_PARTIAL_OUTPUT_ON_ERROR);
        foreach (array(1 => 'STDOUT', 2 => 'STDERR') as $fd => $stream) {
            $link = readlink("/proc/self/fd/$fd");
            if ($link && $link === readlink("/proc/1/fd/$fd") && defined($stream)) {
                fwrite(constant($stream), "container-exception-logger - $json\n");
                break;
            }
        }
    }
    if ($limit !== false) {
        ini_set('memory_limit', $limit);
    }
    restore_error_handler();
DEATH
    );
}

if (PHP_VERSION_ID >= 70400 && function_exists('get_cfg_var')) {
    if (function_exists('register_shutdown_function') && function_exists('error_get_last')
        && !(getenv('CEL_DISABLE') ?: get_cfg_var('cel.CEL_DISABLE'))) {
        at_end(true);
        register_shutdown_function('container_exception_logger\at_end');
    }
    // What the image's own setting has run before the program.
    if (get_cfg_var('cel.prepended')) {
        require get_cfg_var('cel.prepended');
    }
}
