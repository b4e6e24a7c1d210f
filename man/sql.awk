# sql.awk: what the comments of schema.sql and views.sql say of each table, view and column: as the manual page
# winnow-schema(5), or as the rows of a table in C. Run behind roff.awk over both files in this order, with -v form=mdoc
# (and -v date='November 22, 2026') or -v form=c.
#
# A comment right before CREATE is the table's; one behind a column, or set in on a line below it, is the column's. In a
# comment of a view "name: words." is about a column; a comment that begins "In every view." is about all views (in C: of
# the table "*").

function c_string(text)
{
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	return "\"" text "\""
}

# What is told of a table (column "") or a column, when all of it is known.
function tell(table, column, type, words)
{
	sub(/[ .;]+$/, "", words)
	if (form == "c") {
		if (words != "")
			print "{ " c_string(table) ", " c_string(column) ", " c_string(words) " },"
	} else if (column == "") {
		close_list()
		print ".Ss " table
		if (words != "")
			sentences(toupper(substr(words, 1, 1)) substr(words, 2) ".")
	} else {
		open_list()
		print ".It Va " column (type != "" ? " No \\(em " tolower(type) : "")
		if (words != "")
			sentences(toupper(substr(words, 1, 1)) substr(words, 2) ".")
	}
}

function open_list()
{
	if (!listing)
		print ".Bl -tag -width Ds -compact"
	listing = 1
}

function close_list()
{
	if (listing)
		print ".El"
	listing = 0
}

# A comment with "name: words." in it: the table's words first, then its columns'.
function tell_all(table, words,    at, rest, name, next_at)
{
	at = match(words, /(^|[.] )[a-z_]+: /) ? RSTART : length(words) + 1
	if (table != "*")
		tell(table, "", "", substr(words, 1, at))
	rest = substr(words, at)
	sub(/^[. ]+/, "", rest)
	while (match(rest, /^[a-z_]+: /)) {
		name = substr(rest, 1, RLENGTH - 2)
		rest = substr(rest, RLENGTH + 1)
		next_at = match(rest, /[.] [a-z_]+: /) ? RSTART : length(rest) + 1
		tell(table, name, "", substr(rest, 1, next_at - 1))
		rest = substr(rest, next_at + 2)
	}
}

# What CHECK and REFERENCES say in SQL.
function constraints(line,    words)
{
	if (match(line, /REFERENCES [a-z_]+/))
		words = "id in " substr(line, RSTART + 11, RLENGTH - 11)
	return words
}

function end_column()
{
	if (column != "" && form == "mdoc" && refers != "")
		about = about (about == "" ? "" : "; ") refers
	if (column != "")
		tell(table, column, type, about)
	column = about = refers = ""
}

# A line of the introduction: a paragraph ends with an empty comment, what is set in is kept as it is.
function introduce(    line)
{
	introduced = /^$/
	line = substr($0, 4)
	if (line ~ /^  /) {
		end_paragraph()
		print block++ ? line : ".Bd -literal -offset indent\n" line
		return
	}
	if (block)
		print ".Ed"
	block = 0
	if (line == "")
		end_paragraph()
	else
		said = said (said == "" ? "" : " ") line
}

function end_paragraph()
{
	if (said != "" && said !~ /^To change/) {
		if (paragraphs++)
			print ".Pp"
		sentences(said)
	}
	said = ""
}

BEGIN {
	if (form == "mdoc") {
		print ".Dd " date "\n.Dt WINNOW-SCHEMA 5\n.Os\n.Sh NAME\n.Nm winnow-schema"
		print ".Nd tables and views of the database that winnow makes\n.Sh DESCRIPTION"
	}
}
FNR == 1 { said = "" }
# The head of schema.sql introduces the page; how to change the schema is said to programmers.
FNR == NR && !introduced && form == "mdoc" { introduce(); next }
FNR == NR && !introduced { introduced = /^$/; next }
/^-- ----/ { said = ""; next }
/^--/ {
	line = $0
	sub(/^-- ?/, "", line)
	if (line == "")
		said = ""
	else {
		sub(/^ +/, "", line)
		said = said (said == "" ? "" : " ") line
	}
	next
}
/^$/ {
	if (said ~ /^In every view\. /) {
		sub(/^In every view\. /, "", said)
		if (form == "mdoc") {
			close_list()
			print ".Sh VIEWS"
			sentences("A column that is not described with its view means what the table has under its name, or:")
		}
		tell_all("*", said)
	}
	said = ""
	next
}
/^CREATE TABLE / {
	if (form == "mdoc" && !tables++)
		print ".Sh TABLES"
	table = $3
	tell(table, "", "", said)
	said = ""
	next
}
/^CREATE VIEW / { tell_all($3, said); said = ""; next }
/^CREATE VIRTUAL TABLE / { tell($4, "", "", "full text index (FTS5). " said); said = ""; next }
/^\)/ { end_column(); table = ""; next }
table != "" && /^  [a-z_0-9]+ +(INTEGER|TEXT|REAL|BLOB)/ {
	end_column()
	column = $1
	type = $2
	sub(/,$/, "", type)
	refers = constraints($0)
}
table != "" && / -- / {
	about = about (about == "" ? "" : " ") substr($0, index($0, " -- ") + 4)
}
{ said = "" }
END { close_list() }
