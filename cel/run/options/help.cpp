// SPDX-License-Identifier: Apache-2.0
#include "cel/run/options/options.h"

namespace cel {

const char* const kRunHelp =
    R"(Usage: cel-run [OPTION]... [--] COMMAND [ARG]...

Runs COMMAND as a container's PID 1: passes signals on, reaps orphans, and ends with
its status. An end by a signal or another status than 0 is reported to the log.

  -s                 adopt orphans where this is not PID 1 (TINI_SUBREAPER)
  -p SIGNAL          send this program SIGNAL when its parent ends
  -g                 signals for the whole group (TINI_KILL_PROCESS_GROUP)
  -e STATUS          end with 0 instead of STATUS
  -w                 say which orphans are reaped
  -v, -vv, -vvv      say more (TINI_VERBOSITY)
      --remap A:B    end with status B instead of A
      --rewrite A:B  pass signal B on instead of A; 0: none
      --delay TIME   wait before TERM, INT, QUIT or HUP is passed on
      --grace TIME   after such a signal, or COMMAND's end: how long until all are killed
      --timeout TIME  end COMMAND after TIME: TERM, then KILL after --grace (10 s)
      --every TIME   run COMMAND every TIME, one run at a time, until asked to end
      --jitter TIME  start each of these runs later, by a random part of TIME
      --wait-all     end when all processes have, not only COMMAND
      --stderr-tail N  have the last N bytes of stderr (64K, at most 1M) in the report
      --relay DIR    take reports by DIR/cel.sock (/run/cel, if root); none: do not
      --hooks[=node,python]  set the variables by which these languages, or all, find their hooks
      --volume DIR   the volume that has the hooks, if not the one that cel-run is of
      --no-report    report nothing
      --hook-failure=stop  do not run COMMAND after a hook that failed
      --shell        a shell in COMMAND's environment, whatever COMMAND is
      --save FILE    write a program that has these options, for dockerd --init-path
  -h, --help, -l, --version

CEL_DEBUG=verbose,stayalive,fstree=URL#sha256=DIGEST: any of these, to debug it.

Exit status: COMMAND's; 128 + N after signal N; 127 not found, 126 not executable,
125 cel-run's own errors; 124 after --timeout; of --every, the last run's.
)";

}  // namespace cel
