# SPDX-License-Identifier: Apache-2.0
# fish completion for cel; installed as share/fish/vendor_completions.d/cel.fish

set -l commands list groups show follow report resolve mute reopen ship doctor
set -l none "not __fish_seen_subcommand_from $commands"

complete -c cel -n $none -a list -d 'A line for each report, newest first'
complete -c cel -n $none -a groups -d 'A line for each distinct error'
complete -c cel -n $none -a show -d 'Everything of one report'
complete -c cel -n $none -a follow -d 'Reports as they come'
complete -c cel -n $none -a report -d 'One HTML page of all groups'
complete -c cel -n $none -a resolve -d 'Say that a group is corrected'
complete -c cel -n $none -a mute -d 'Say that nobody wants to hear of a group'
complete -c cel -n $none -a reopen -d 'Take resolve or mute back'
complete -c cel -n $none -a ship -d 'Take reports to other systems'
complete -c cel -n $none -a doctor -d 'Would a report arrive, and where are reports'
complete -c cel -n $none -s V -l version -d 'Show the version'

complete -c cel -l journal -d "This machine's journal"
complete -c cel -s D -l directory -x -a '(__fish_complete_directories)' -d 'The journal in a folder'
complete -c cel -l file -r -F -d 'A journal file, or a pattern of some'
complete -c cel -l root -x -a '(__fish_complete_directories)' -d 'The journal of a file system'
complete -c cel -s M -l machine -x -d 'The journal of a local container'
complete -c cel -l docker -d "Docker's log files"
complete -c cel -l podman -d "podman's log files"
complete -c cel -l cri -d "Log files of Kubernetes' pods"
complete -c cel -l kubernetes -d "This pod's logs, by the API server"
complete -c cel -l tag -x -d 'What the logger was told to start lines with'
complete -c cel -l peer -x -d "Log files within the pod's other containers"
complete -c cel -l tracebacks -d 'Also those that programs without a hook print'
complete -c cel -s S -l since -x -a 'now today yesterday -1h -1d' -d 'Not older'
complete -c cel -s U -l until -x -a 'now today yesterday -1h -1d' -d 'Not newer'
complete -c cel -s n -l lines -x -d 'At most so many'
complete -c cel -s 1 -d 'One'
complete -c cel -l rules -r -F -d 'Which reports are one group'
complete -c cel -l json -d 'A JSON object a line'
complete -c cel -s q -l quiet -d 'No summary and no hints'
complete -c cel -l no-legend -d 'No heading'
complete -c cel -l no-pager -d 'Straight to the terminal'
complete -c cel -s h -l help -d 'Show help'

complete -c cel -n '__fish_seen_subcommand_from list groups' -s r -l reverse -d 'Oldest first'
complete -c cel -n '__fish_seen_subcommand_from list groups report' -l status -x \
    -a 'new open resolved muted regressed' -d 'Of groups that stand so'
complete -c cel -n '__fish_seen_subcommand_from list groups show follow report resolve mute reopen' -l state \
    -r -F -d 'Where it is kept how groups stand'
complete -c cel -n '__fish_seen_subcommand_from resolve' -l in -x -d 'Of older versions it may come'
complete -c cel -n '__fish_seen_subcommand_from mute' -l for -x -a '12h 7d' -d 'So long'
complete -c cel -n '__fish_seen_subcommand_from mute' -l until-count -x -d 'Until it came so many more times'
complete -c cel -n '__fish_seen_subcommand_from follow' -l new -d 'Only of groups that are new or back'
complete -c cel -n '__fish_seen_subcommand_from show' -l ticket -d 'Markdown for an issue tracker'
complete -c cel -n '__fish_seen_subcommand_from groups report' -l split-by -x \
    -a 'container image host executable message version' -d 'A group for each value'
complete -c cel -n '__fish_seen_subcommand_from show' -l full -d 'Every frame and value'
complete -c cel -n '__fish_seen_subcommand_from show' -l raw -d 'The traceback alone'
complete -c cel -n '__fish_seen_subcommand_from follow' -l cursor-file -r -F -d 'Keep the place here'
complete -c cel -n '__fish_seen_subcommand_from report' -s o -l output -r -F -d 'The file of the page'
complete -c cel -n '__fish_seen_subcommand_from ship' -l to -x -d 'A destination: TYPE=ADDRESS'
complete -c cel -n '__fish_seen_subcommand_from ship' -l config -r -F -d 'A TOML file'
complete -c cel -n '__fish_seen_subcommand_from ship' -l check -d 'Send a test report to each'
complete -c cel -n '__fish_seen_subcommand_from ship' -l all-lines -d 'Send every line, not only reports'
complete -c cel -n '__fish_seen_subcommand_from ship' -l dry-run -d 'Print what would be sent'
complete -c cel -n '__fish_seen_subcommand_from ship' -l state -x -a '(__fish_complete_directories)' -d 'The folder of what is kept'
complete -c cel -n '__fish_seen_subcommand_from ship' -l spool-size -x -d 'Use at most so much disk'
complete -c cel -n '__fish_seen_subcommand_from ship' -l grace -x -d 'Deliver for so long after SIGTERM'
complete -c cel -n '__fish_seen_subcommand_from doctor' -l send-test -d 'Send a report from here'
complete -c cel -n '__fish_seen_subcommand_from doctor' -l expect -x -d 'Wait for a report'
complete -c cel -n '__fish_seen_subcommand_from doctor' -l wait -x -d 'For so many seconds'

complete -c cel -n "not $none" -a '(cel complete --word=(commandline -ct) </dev/null 2>/dev/null)'
