# completion.awk: makes the completion of bash or zsh from what `winnow --help` prints. Run behind help.awk, with
# -v program=./winnow -v shell=bash.

# What may stand behind an option or as an argument: words, "families", "files" or "" for what cannot be told.
function values(argument)
{
	if (argument ~ /^[a-z]+\|[a-z|]+$/)
		return words_of(argument)
	if (argument ~ /FAMILY|NAME/)
		return "families"
	if (argument ~ /FILE|FOLDER|DB|PATH|OUT|db/)
		return "files"
	return ""
}

function words_of(choices)
{
	gsub(/\|/, " ", choices)
	return choices
}

function all_options(c,    i, list)
{
	for (i = 1; i <= options[c]; i++)
		list = list " " name[c, i] (letter[c, i] != "" ? " " letter[c, i] : "")
	return substr(list, 2)
}

# ---- bash ----

function bash_case(c, i,    forms, what)
{
	forms = "\t" c "\\ " name[c, i] (letter[c, i] != "" ? "|" c "\\ " letter[c, i] : "") ") "
	what = values(takes[c, i])
	print forms (what == "families" ? "words=$(winnow families -q 2>/dev/null | awk '/^[a-z]/ { print $1 }'); files=yes" : \
		     what == "files" ? "files=yes" : "words='" what "'") " ;;"
}

function bash_options(c,    i)
{
	for (i = 1; i <= options[c]; i++)
		if (takes[c, i] != "")
			bash_case(c, i)
}

function bash_words(    n, c)
{
	for (n = 1; n <= commands; n++) {
		c = command[n]
		printf "\t%s) options='%s' %s ;;\n", c, all_options(c), operands[c] == "" ? "" : "files=yes"
	}
}

function bash(    n, list)
{
	for (n = 1; n <= commands; n++)
		list = list " " command[n]
	print "# Completion of winnow for bash, made from its option table: see man/completion.awk."
	print "_winnow()\n{"
	print "\tlocal current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}"
	print "\tlocal words= options= files="
	print "\tif [[ $COMP_CWORD -eq 1 ]]; then"
	print "\t\tmapfile -t COMPREPLY < <(compgen -W '" substr(list, 2) " --help --version' -- \"$current\")\n\t\treturn\n\tfi"
	print "\t# --format=csv comes as three words"
	print "\tif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi"
	print "\tif [[ $current == = ]]; then before=${COMP_WORDS[COMP_CWORD-1]} current=; fi"
	print "\tcase \"$command $before\" in"
	for (n = 1; n <= commands; n++)
		bash_options(command[n])
	print "\t*)\n\t\tcase $command in"
	bash_words()
	print "\t\tesac\n\t\tif [[ $current == -* ]]; then words=$options files=; fi ;;\n\tesac"
	print "\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\"; if [[ $files ]]; then compgen -f -- \"$current\"; fi)"
	print "\tif [[ $files ]]; then compopt -o filenames 2>/dev/null; fi"
	print "}\ncomplete -F _winnow winnow"
}

# ---- zsh ----

function zsh_text(text)
{
	gsub(/'/, "'\\''", text)
	gsub(/\[/, "\\[", text)
	gsub(/\]/, "\\]", text)
	gsub(/:/, "\\:", text)
	return text
}

function zsh_values(argument,    what)
{
	what = values(argument)
	return what == "files" ? "_files" : what == "families" ? "_winnow_families" : what == "" ? " " : "(" what ")"
}

function zsh_option(c, i,    forms, rest)
{
	rest = "[" zsh_text(tells[c, i]) "]" (takes[c, i] != "" ? ":" zsh_text(takes[c, i]) ":" zsh_values(takes[c, i]) : "")
	if (letter[c, i] != "")
		forms = "'(" letter[c, i] " " name[c, i] ")'{" letter[c, i] "," name[c, i] "}'" rest "'"
	else
		forms = "'" name[c, i] rest "'"
	print "\t\t\t" forms " \\"
}

function zsh_command(c,    i)
{
	print "\t" c ")\n\t\t_arguments -s \\"
	for (i = 1; i <= options[c]; i++)
		zsh_option(c, i)
	print "\t\t\t'*:" (operands[c] == "" ? "no argument: " : "argument:" zsh_values(operands[c])) "' ;;"
}

function zsh(    n)
{
	print "#compdef winnow\n# Completion of winnow for zsh, made from its option table: see man/completion.awk."
	print "_winnow_families()\n{\n\tcompadd -- ${(f)\"$(winnow families -q 2>/dev/null | awk '/^[a-z]/ { print $1 }')\"}\n\t_files\n}"
	print "_winnow()\n{\n\tlocal -a commands=("
	for (n = 1; n <= commands; n++)
		print "\t\t'" command[n] ":" zsh_text(does[command[n]]) "'"
	print "\t)\n\tif (( CURRENT == 2 )); then\n\t\t_describe command commands\n\t\treturn\n\tfi"
	print "\tlocal command=$words[2]\n\tshift words\n\t(( CURRENT-- ))\n\tcase $command in"
	for (n = 1; n <= commands; n++)
		zsh_command(command[n])
	print "\tesac\n}\n_winnow \"$@\""
}

BEGIN {
	help_read(program)
	if (shell == "bash")
		bash()
	else
		zsh()
}
