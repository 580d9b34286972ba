<?php
// SPDX-License-Identifier: Apache-2.0
//
// Starts the logger, gives it a record, and waits for its end, up to a deadline; where programs may start no
// others (disable_functions), gives it to a relay.

namespace container_exception_logger;

/** Whether the record, a line of JSON, is in a log. */
function deliver(string $record): bool
{
    $held = open_streams();
    $child = signals_held();
    $reported = false;
    if (function_exists('proc_open')) {
        foreach (loggers() as $path) {
            $reported = $reported || run($path, "$record\n");
        }
    } else {
        $reported = relayed("$record\n");
    }
    $child();
    array_map('fclose', $held);
    return $reported;
}

/** Opens those of the first three descriptors that are closed: the logger's own would get their numbers. */
function open_streams(): array
{
    $opened = [];
    foreach ([0, 1, 2] as $fd) {
        if (is_dir('/proc/self/fd') && !is_link("/proc/self/fd/$fd")) {
            $opened[] = fopen('/dev/null', 'r+');
        }
    }
    return array_filter($opened);
}

/** Keeps a program's SIGCHLD handler from hearing of the logger, until what is returned is called. */
function signals_held(): callable
{
    if (!function_exists('pcntl_signal_get_handler') || is_int(pcntl_signal_get_handler(SIGCHLD))) {
        return function () {
        };
    }
    pcntl_sigprocmask(SIG_BLOCK, [SIGCHLD], $mask);
    return function () use ($mask) {
        pcntl_sigtimedwait([SIGCHLD], $ours);
        pcntl_sigprocmask(SIG_SETMASK, $mask);
    };
}

/** Those that there are: beside this folder, CEL_LOGGER, on PATH. */
function loggers(): array
{
    $name = 'container-exception-logger';
    $places = [dirname(__DIR__) . "/bin/$name", variable('CEL_LOGGER')];
    foreach (explode(':', variable('PATH')) as $each) {
        $places[] = $each !== '' && $each[0] === '/' ? "$each/$name" : '';
    }
    return array_filter($places, function ($place) {
        return $place !== '' && is_file($place) && is_executable($place);
    });
}

/** Whether the logger has the input in a log. The pipe 3 tells when it has ended. */
function run(string $path, string $input): bool
{
    $command = is_set('CEL_VERBOSE', false) ? [$path] : [$path, '--quiet'];
    $logger = proc_open($command, [['pipe', 'r'], 3 => ['pipe', 'w']], $pipes, null, environment());
    if (!$logger) {
        return false;
    }
    stream_set_blocking($pipes[0], false);
    $until = microtime(true) + timeout() + 0.25; // the logger, which keeps the same deadline, ends by itself
    do {
        [$ended, $writable, $none] = [[$pipes[3]], $pipes[0] ? [$pipes[0]] : [], []];
        $left = max(0, $until - microtime(true));
        stream_select($ended, $writable, $none, (int) $left, (int) (fmod($left, 1) * 1e6));
        if ($writable) {
            $input = substr($input, (int) fwrite($pipes[0], $input));
            if ($input === '') {
                fclose($pipes[0]);
                $pipes[0] = null;
            }
        }
    } while (!$ended && $left > 0);
    if (!$ended) {
        proc_terminate($logger, 9);
    }
    return proc_close($logger) === 0 && $ended;
}

/** Whether a relay has the record in its log (docs/cel-sidecar.md). */
function relayed(string $record): bool
{
    $until = microtime(true) + timeout();
    foreach ([variable('CEL_SOCKET'), dirname(__DIR__) . '/run/cel.sock', '/run/cel/cel.sock'] as $path) {
        $relay = $path === '' ? false : stream_socket_client("unix://$path", $number, $problem, timeout());
        while ($relay && $record !== '' && ($sent = fwrite($relay, $record))) {
            $record = substr($record, $sent);
        }
        if ($relay) {
            stream_socket_shutdown($relay, STREAM_SHUT_WR);
            stream_set_timeout($relay, (int) max(1, $until - microtime(true)));
            return fgets($relay) === "ok\n";
        }
    }
    return false;
}
