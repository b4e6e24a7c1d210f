# markdown.awk: makes a manual page (mdoc) of section 5 from a page in docs/, so that what stands there stands nowhere
# else. Run behind roff.awk, with -v page=winnow-family -v what='files that ...' -v date='November 22, 2026'.
#
# It knows what our pages use: headings, paragraphs, bulleted and numbered lists, tables (the first cell is what the
# others explain), blocks of code indented or fenced, `code`, *stress*, **stress** and [links](to pages).

# Words that stand for themselves on a page.
function plain(text)
{
	while (match(text, /\[[^]]*\]\([^)]*\)/))
		text = substr(text, 1, RSTART - 1) link(substr(text, RSTART, RLENGTH)) substr(text, RSTART + RLENGTH)
	gsub(/\*\*/, "", text)
	while (match(text, /(^|[ (])\*[A-Za-z][^*]*\*/))
		text = substr(text, 1, RSTART - 1) unstar(substr(text, RSTART, RLENGTH)) substr(text, RSTART + RLENGTH)
	gsub(/`/, "", text)
	gsub(/\\\|/, "|", text)
	return text
}

function link(text)
{
	return substr(text, 2, index(text, "](") - 2)
}

function unstar(text)
{
	gsub(/\*/, "", text)
	return text
}

function end_text()
{
	if (text != "") {
		if (!fresh)
			print ".Pp"
		sentences(plain(text))
		fresh = 0
	}
	text = ""
}

function end_list()
{
	if (list != "")
		print ".El"
	list = ""
}

function end_block()
{
	if (code)
		print ".Ed"
	code = 0
}

# Everything that is open ends; `fresh` is true right behind a heading, where mdoc wants no .Pp.
function settle()
{
	end_text()
	end_list()
	end_block()
}

function heading(title)
{
	settle()
	print ".Ss " title
	fresh = 1
}

# A row of a table: the first cell is the item, the others explain it. The row of heads is left out.
function row(line,    n, cells, i, body)
{
	gsub(/\\\|/, "\001", line)
	n = split(line, cells, /\|/)
	if (list != "table")
		return open_table()
	if (cells[2] ~ /^ *-+ *$/)
		return 0
	print ".It " roff(plain(cell(cells[2])))
	for (i = 3; i < n; i++)
		if (cell(cells[i]) != "")
			body = body (body == "" ? "" : "; ") cell(cells[i])
	sentences(plain(body))
	return 0
}

function cell(text)
{
	gsub(/^ +| +$/, "", text)
	gsub(/\001/, "|", text)
	return text
}

function open_table()
{
	settle()
	fresh = 0
	print ".Bl -tag -width Ds"
	list = "table"
	return 0
}

function verbatim(line)
{
	gsub(/\\/, "\\e", line)
	print line ~ /^[.']/ ? "\\&" line : line
}

function open_code()
{
	end_text()
	if (!code)
		print ".Bd -literal -offset Ds"
	code = 1
}

BEGIN {
	print ".Dd " date "\n.Dt " toupper(page) " 5\n.Os"
	print ".Sh NAME\n.Nm " page "\n.Nd " what
	print ".Sh DESCRIPTION"
	fresh = 1
}
/^```/ {
	if (fenced)
		end_block()
	else {
		end_list()
		open_code()
	}
	fenced = !fenced
	fresh = 0
	next
}
fenced { verbatim($0); next }
/^# / { next }
/^##+ / { sub(/^#+ /, ""); heading(plain($0)); next }
/^    / && text == "" && list == "" { open_code(); verbatim(substr($0, 5)); fresh = 0; next }
/^$/ {
	end_text()
	end_block()
	if (list == "table")
		end_list()
	next
}
/^\|/ { row($0); fresh = 0; next }
/^([0-9]+\.|\*|-) / {
	if (list == "") {
		settle()
		print /^[0-9]/ ? ".Bl -enum" : ".Bl -bullet"
		list = "items"
		fresh = 0
	}
	print ".It"
	sub(/^[^ ]+ +/, "")
	sentences(plain($0))
	next
}
/^ +[^ ]/ && list == "items" { sub(/^ +/, ""); sentences(plain($0)); next }
{
	end_block()
	end_list()
	text = text (text == "" ? "" : " ") $0
}
END { settle() }
