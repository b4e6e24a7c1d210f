# roff.awk: text as manual pages (mdoc) take it, for page.awk, markdown.awk and schema.awk.

# Text as mdoc takes it: no escape and no request by accident, hyphens of options as minus signs.
function roff(text)
{
	gsub(/\\/, "\\e", text)
	text = " " text
	while (match(text, /[ (\[|'=]--?[A-Za-z]/))
		text = substr(text, 1, RSTART) (substr(text, RSTART + 1, 2) == "--" ? "\\-\\-" : "\\-") \
		       substr(text, RSTART + RLENGTH - 1)
	text = substr(text, 2)
	return text ~ /^[.']/ ? "\\&" text : text
}

# Prints words up to a width, on as many lines as they need.
function fill(text,    n, words, i, line)
{
	n = split(text, words, " ")
	for (i = 1; i <= n; i++) {
		if (line != "" && length(line) + length(words[i]) >= 76) {
			print (line ~ /^[.']/ ? "\\&" : "") line
			line = ""
		}
		line = line (line == "" ? "" : " ") words[i]
	}
	if (line != "")
		print (line ~ /^[.']/ ? "\\&" : "") line
}

# Running text: every sentence begins a line, as mdoc has it.
function sentences(text)
{
	text = roff(text)
	while (match(text, /[.!?][)'"]* +[^ ]/)) {
		fill(substr(text, 1, RSTART + RLENGTH - 2))
		text = substr(text, RSTART + RLENGTH - 1)
	}
	fill(text)
}
