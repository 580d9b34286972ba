<?php
// SPDX-License-Identifier: Apache-2.0
//
// Finds the classes of the PHP libraries whose tests run, and of these tests, in the folder that it is run in.
spl_autoload_register(function ($class) {
    $places = [
        'Monolog\\' => ['php-monolog/src/Monolog/', 'php-monolog/tests/Monolog/'],
        'Psr\\Log\\' => ['php-psr-log/Psr/Log/'],
        'Twig\\Tests\\' => ['php-twig/tests/'],
        'Twig\\' => ['php-twig/src/'],
    ];
    foreach ($places as $prefix => $folders) {
        foreach (strncmp($class, $prefix, strlen($prefix)) === 0 ? $folders : [] as $folder) {
            $file = getcwd() . "/$folder" . str_replace('\\', '/', substr($class, strlen($prefix))) . '.php';
            if (is_file($file)) {
                require $file;
                return;
            }
        }
    }
});
