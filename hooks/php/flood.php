<?php
// SPDX-License-Identifier: Apache-2.0
//
// Bounds the reports of a server's processes together: after the first 20 they may send 10 a second, and one
// of the same error in 10 seconds. PHP forgets everything between two requests, so the state is in a file.

namespace container_exception_logger;

/** How many errors of this key were held back since its last report; null if this one is, too. */
function suppressed_before(string $key): ?int
{
    $file = function_exists('posix_geteuid') ? opened(posix_geteuid()) : null;
    if (!$file) {
        return 0;
    }
    flock($file, LOCK_EX);
    $state = json_decode((string) stream_get_contents($file), true);
    $state = is_array($state) ? $state : ['left' => 20, 'at' => 0, 'last' => []];
    $now = microtime(true);
    $left = min(20, $state['left'] + max(0, $now - $state['at']) * 10);
    $key = md5($key);
    [$at, $suppressed] = $state['last'][$key] ?? [0, 0];
    $admitted = $left >= 1 && abs($now - $at) >= 10;
    unset($state['last'][$key]);
    $state['last'][$key] = $admitted ? [$now, 0] : [$at, $suppressed + 1];
    $state['last'] = array_slice($state['last'], -100, null, true);
    rewind($file);
    ftruncate($file, 0);
    fwrite($file, json_encode(['left' => $left - ($admitted ? 1 : 0), 'at' => $now] + $state));
    fclose($file);
    return $admitted ? $suppressed : null;
}

/** The file of this user, which nobody else can have put there; null if there can be none. */
function opened(int $uid)
{
    $path = sys_get_temp_dir() . "/container-exception-logger-php-$uid";
    $mask = umask(0077);
    $file = fopen($path, 'x+') ?: fopen($path, 'r+');
    umask($mask);
    $found = $file ? fstat($file) : null;
    $named = lstat($path);
    $own = $found && $named && $found['uid'] === $uid && $found['ino'] === $named['ino'];
    return $own && ($found['mode'] & 0170077) === 0100000 ? $file : null;
}
