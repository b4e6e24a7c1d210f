# page.awk: makes a manual page (mdoc) from a template and from what `winnow --help` prints, so that no option
# stands in two places. Run behind roff.awk and help.awk, with -v program=./winnow -v date='November 22, 2026'.
#
# The template is mdoc. Lines of it that begin with @ are replaced:
#     @PAGE command        .Dd to the end of OPTIONS, from the help of the command
#     @STATUS              EXIT STATUS and EXAMPLES of the same command
#     @DATE                .Dd with the date
#     @COMMANDS            a list of the commands, each with what it does
#     @SHARED              the options that all commands take

function option_form(c, i, before)
{
	return (letter[c, i] != "" ? before "Fl " substr(letter[c, i], 2) " , " : before) "Fl \\-" substr(name[c, i], 3) \
	       (takes[c, i] != "" ? " Ar " takes[c, i] : "")
}

function option_item(c, i)
{
	print option_form(c, i, ".It ")
	sentences(toupper(substr(tells[c, i], 1, 1)) substr(tells[c, i], 2) ".")
}

function is_shared(c, i)
{
	return shared[name[c, i] "\t" tells[c, i]] == commands
}

# "[NAME | --check FILE]": the words of the usage line as arguments.
function operand_line(text,    n, words, i, line, bracket)
{
	n = split(text, words, " ")
	for (i = 1; i <= n; i++) {
		bracket = ""
		if (sub(/^\[/, "", words[i]))
			line = line " Oo"
		if (sub(/\]$/, "", words[i]))
			bracket = " Oc"
		if (words[i] == "|")
			line = line " |"
		else if (words[i] ~ /^--/)
			line = line " Fl \\-" substr(words[i], 3)
		else if (words[i] ~ /\.\.\.$/)
			line = line " Ar " substr(words[i], 1, length(words[i]) - 3) " ..."
		else
			line = line " Ar " words[i]
		line = line bracket
	}
	sub(/^ /, ".", line)
	print line
}

function synopsis(c,    i)
{
	print ".Sh SYNOPSIS\n.Nm winnow " c
	for (i = 1; i <= options[c]; i++)
		if (!is_shared(c, i) && !index(operands[c], name[c, i] " "))
			print ".Op " (letter[c, i] != "" ? "Fl " substr(letter[c, i], 2) : "Fl \\-" substr(name[c, i], 3)) \
			      (takes[c, i] != "" ? " Ar " takes[c, i] : "")
	if (operands[c] != "")
		operand_line(operands[c])
}

# ---- the paragraphs of the help ----

# Lines set in by two spaces: a list where a wide gap parts a word from what it means, or a block of text.
function inset(block, n,    i, list, gap)
{
	for (i = 1; i <= n; i++)
		if (block[i] ~ /^  [^ ].*[^ ]  +[^ ]/)
			list = 1
	print list ? ".Bl -tag -width Ds" : ".Bd -filled -offset indent"
	for (i = 1; i <= n; i++) {
		if (list && block[i] ~ /^  [^ ]/ && match(block[i], /[^ ]  +[^ ]/)) {
			gap = substr(block[i], RSTART + RLENGTH - 1)
			print ".It " roff(substr(block[i], 3, RSTART - 2))
			sentences(gap)
		} else {
			gap = block[i]
			sub(/^ +/, "", gap)
			sentences(gap)
		}
	}
	print list ? ".El" : ".Ed"
}

function is_example(line)
{
	return line ~ /^  (\.\/)?winnow /
}

function flush_block(    i)
{
	if (block_lines)
		inset(block, block_lines)
	block_lines = 0
}

# One paragraph: running text and insets; examples and the exit status are kept for their sections.
function paragraph(lines, n, first,    i, text, any)
{
	if (lines[1] ~ /^Status: /) {
		for (i = 1; i <= n; i++)
			status_text = status_text (i > 1 ? " " : "") lines[i]
		return first
	}
	for (i = 1; i <= n; i++) {
		if (is_example(lines[i])) {
			example_text = example_text lines[i] "\n"
			continue
		}
		if (lines[i] ~ /^  /) {
			if (text != "") {
				if (!first)
					print ".Pp"
				sentences(text)
				first = 0
				text = ""
			}
			block[++block_lines] = lines[i]
			continue
		}
		flush_block()
		text = text (text == "" ? "" : " ") lines[i]
	}
	flush_block()
	if (text != "") {
		if (!first)
			print ".Pp"
		sentences(text)
		first = 0
	}
	return first
}

function description(c,    n, all, i, lines, count, first)
{
	status_text = example_text = ""
	print ".Sh DESCRIPTION"
	first = 1
	n = split(detail[c] "\n", all, "\n")
	for (i = 1; i <= n; i++) {
		if (all[i] != "") {
			lines[++count] = all[i]
			continue
		}
		if (count)
			first = paragraph(lines, count, first)
		count = 0
	}
}

function examples(text)
{
	gsub(/\n  /, "\n", text)
	sub(/^  /, "", text)
	gsub(/\\/, "\\e", text)
	printf ".Bd -literal -offset indent\n%s.Ed\n", text
}

function exit_status(text)
{
	sub(/^Status: /, "", text)
	print ".Sh EXIT STATUS"
	if (text == "") {
		print "0 when all is well, and one of the values in\n.Xr winnow 1\notherwise."
		return
	}
	sentences(toupper(substr(text, 1, 1)) substr(text, 2))
	print "The others are in\n.Xr winnow 1 ."
}

# To the end of OPTIONS; what EXIT STATUS and EXAMPLES say is kept for page_end().
function page(c,    i, summary)
{
	if (!(c in does)) {
		print FILENAME ": winnow has no command " c >"/dev/stderr"
		exit 1
	}
	summary = tolower(substr(does[c], 1, 1)) substr(does[c], 2)
	sub(/\.$/, "", summary)
	print ".Dd " date "\n.Dt WINNOW-" toupper(c) " 1\n.Os"
	print ".Sh NAME\n.Nm winnow-" c "\n.Nd " roff(summary)
	synopsis(c)
	description(c)
	print ".Sh OPTIONS\n.Bl -tag -width Ds"
	for (i = 1; i <= options[c]; i++)
		option_item(c, i)
	print ".El"
}

# Behind ENVIRONMENT and FILES, which a template may have: the order of sections is mdoc's.
function page_end()
{
	exit_status(status_text)
	if (example_text != "") {
		print ".Sh EXAMPLES"
		examples(example_text)
	}
}

# ---- winnow.1 ----

function command_list(    n)
{
	print ".Bl -tag -width Ds"
	for (n = 1; n <= commands; n++) {
		print ".It Xr winnow-" command[n] " 1"
		sentences(does[command[n]])
	}
	print ".El"
}

function shared_list(    i)
{
	print ".Bl -tag -width Ds"
	for (i = 1; i <= options[command[1]]; i++)
		if (is_shared(command[1], i))
			option_item(command[1], i)
	print ".El"
}

BEGIN { help_read(program) }
/^@PAGE / { page($2); next }
/^@STATUS$/ { page_end(); next }
/^@DATE$/ { print ".Dd " date; next }
/^@COMMANDS$/ { command_list(); next }
/^@SHARED$/ { shared_list(); next }
/^@/ { print FILENAME ":" FNR ": no such mark: " $0 >"/dev/stderr"; exit 1 }
{ print }
