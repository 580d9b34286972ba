# SPDX-License-Identifier: Apache-2.0
# bash completion for cel; installed as share/bash-completion/completions/cel

_cel() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' i
    local commands='list groups show follow report resolve mute reopen ship doctor'
    for ((i = 1; i < COMP_CWORD; i++)); do
        case " $commands " in *" ${COMP_WORDS[i]} "*) command=${COMP_WORDS[i]} && break ;; esac
    done
    case $before in
    --state)
        mapfile -t COMPREPLY < <(compgen -f -- "$word") && return
        ;;
    --status)
        mapfile -t COMPREPLY < <(compgen -W 'new open resolved muted regressed' -- "$word") && return
        ;;
    -D | --directory | --root) mapfile -t COMPREPLY < <(compgen -d -- "$word") && return ;;
    --file | --cursor-file | --config | --rules | -o | --output)
        mapfile -t COMPREPLY < <(compgen -f -- "$word") && return
        ;;
    -S | --since | -U | --until)
        mapfile -t COMPREPLY < <(compgen -W 'now today yesterday -1h -1d' -- "$word") && return
        ;;
    --split-by)
        mapfile -t COMPREPLY < <(compgen -W 'container image host executable message version' -- "$word") && return
        ;;
    -n | --lines | -M | --machine | --tag | --expect | --wait | --to | --spool-size | --grace | --in | --for | --until-count) return ;;
    esac
    local options='--journal --directory --file --root --machine --docker --podman --cri --kubernetes --peer --tag
        --tracebacks --since --until --lines --rules --json --json=pretty --quiet --no-legend --no-pager --help'
    case $command in
    '') options+=' --reverse --status --state --version' ;;
    list) options+=' --reverse --status --state' ;;
    groups) options+=' --reverse --split-by --status --state' ;;
    show) options+=' --full --raw --ticket --state' ;;
    follow) options+=' --new --cursor-file --state' ;;
    report) options+=' --output --split-by --status --state' ;;
    resolve) options+=' --in --state' ;;
    mute) options+=' --for --until-count --state' ;;
    reopen) options+=' --state' ;;
    ship) options+=' --to --config --all-lines --check --dry-run --state --spool-size --grace' ;;
    doctor) options+=' --send-test --expect --wait' ;;
    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    else
        [[ -n $command ]] && commands=
        local field=
        if [[ $word == = ]]; then
            field=$before= word=
        elif [[ $before == = ]]; then
            field=${COMP_WORDS[COMP_CWORD - 2]}=
        fi
        mapfile -t COMPREPLY < <(
            [[ -z $field ]] && compgen -W "$commands type= container= fingerprint=" -- "$word"
            [[ -z $field ]] && compgen -f -- "$word"
            local found begun=$field$word
            while read -r found; do
                printf '%s\n' "${found#"$field"}"
            done < <(cel complete ${begun:+--word="$begun"} </dev/null 2>/dev/null)
        )
    fi
    [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace
}
complete -o filenames -F _cel cel
