<?php
// SPDX-License-Identifier: Apache-2.0
//
// The source lines around a place, read when they are asked for: from regular files, bounded.

namespace container_exception_logger;

/** A record's `context` of a line of a file, or null. */
function context_of(string $path, int $line): ?array
{
    static $files = [];
    if ($line < 1 || $path === '' || $path[0] !== '/') {
        return null;
    }
    if (!isset($files[$path])) {
        $size = is_file($path) ? filesize($path) : INF;
        $readable = count($files) < 50 && $size <= 1 << 20 && 20 * $size < memory_left();
        $files[$path] = $readable ? preg_split('/\r?\n/', (string) file_get_contents($path)) : [];
    }
    $start = max(1, $line - 2);
    $lines = $line <= count($files[$path]) ? array_slice($files[$path], $start - 1, $line + 3 - $start) : [];
    $cut = function (string $each): string {
        return substr($each, 0, 200);
    };
    return $lines ? ['start' => $start, 'lines' => array_map($cut, $lines)] : null;
}

/** Bytes up to the limit, which the administrator may have fixed. */
function memory_left(): float
{
    $limit = (string) ini_get('memory_limit');
    $bytes = (int) $limit * (1 << 10 * (int) strpos(' kmg', strtolower(substr($limit, -1))));
    return $bytes < 0 ? INF : $bytes - memory_get_usage();
}
