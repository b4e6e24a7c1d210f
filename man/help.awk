# help.awk: reads what `winnow --help` and `winnow COMMAND --help` print, for those that make pages
# and completions of it. Sets in the program that is run with it:
#
#     commands, command[n], does[command]     the commands in their order, and what each does
#     usage[command], operands[command]       its arguments as the usage line has them; those that are no option
#     detail[command]                         its paragraphs, as they are printed
#     options[command]                        how many; then for each option i, under (command, i):
#     letter[], name[], takes[], tells[]      -x or "", --name, its argument or "", what it does
#     shared[name]                            how many commands take an option of this name and help
#
# help_read(program) reads all; `program` is run through the shell.

function help_option(c, line,    i, form, word, parts)
{
	i = ++options[c]
	sub(/^  /, "", line)
	match(line, /[^ ]  +[^ ]/) # the form ends before two spaces; "    --name" begins with four
	if (substr(line, 1, 4) == "    ") {
		line = substr(line, 5)
		match(line, /[^ ]  +[^ ]/)
	} else {
		letter[c, i] = substr(line, 1, 2)
		line = substr(line, 5)
		match(line, /[^ ]  +[^ ]/)
	}
	form = substr(line, 1, RSTART)
	tells[c, i] = substr(line, RSTART + RLENGTH - 1)
	split(form, parts, " ")
	name[c, i] = parts[1]
	takes[c, i] = parts[2]
	shared[name[c, i] "\t" tells[c, i]]++
}

# What is left of "[-d DB] [--raw] PATH..." when options are taken away.
function help_operands(text,    left)
{
	left = text
	while (match(left, /\[-[^]]*\] ?/))
		left = substr(left, 1, RSTART - 1) substr(left, RSTART + RLENGTH)
	return left
}

function help_command(program, c,    pipe, line, part)
{
	pipe = program " " c " --help"
	part = 0
	while ((pipe | getline line) > 0) {
		if (line ~ /^usage: /) {
			usage[c] = substr(line, length("usage: winnow " c " ") + 1)
			operands[c] = help_operands(usage[c])
		} else if (line == "options:")
			part = 2
		else if (part == 2)
			help_option(c, line)
		else if (part == 1)
			detail[c] = detail[c] line "\n"
		else if (line == does[c])
			part = 1
	}
	close(pipe)
}

function help_read(program,    pipe, line, n, words)
{
	pipe = program " --help"
	while ((pipe | getline line) > 0)
		if (line ~ /^  [a-z]/) {
			split(line, words, " ")
			command[++commands] = words[1]
			sub(/^  [a-z]+ +/, "", line)
			does[words[1]] = line
		}
	close(pipe)
	for (n = 1; n <= commands; n++)
		help_command(program, command[n])
	if (!commands) {
		print program " --help: lists no commands" >"/dev/stderr"
		exit 1
	}
}
