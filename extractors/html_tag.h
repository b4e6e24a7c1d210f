/*
 * html_tag: the elements of HTML and what we need to know of each.
 */
#ifndef WINNOW_HTML_TAG_H
#define WINNOW_HTML_TAG_H

#include <stdbool.h>

#include "pipeline/base/span.h"

/* X(name, flags): in ASCII order, which html_tag_find relies on. */
#define HTML_TAGS(X)                                                           \
	X(a, HTML_INLINE)                                                      \
	X(abbr, HTML_INLINE)                                                   \
	X(acronym, HTML_INLINE)                                                \
	X(address, HTML_BLOCK)                                                 \
	X(area, HTML_VOID)                                                     \
	X(article, HTML_BLOCK)                                                 \
	X(aside, HTML_BLOCK)                                                   \
	X(audio, HTML_CUT)                                                     \
	X(b, HTML_INLINE)                                                      \
	X(base, HTML_VOID)                                                     \
	X(big, HTML_INLINE)                                                    \
	X(blockquote, HTML_BLOCK)                                              \
	X(body, HTML_BLOCK)                                                    \
	X(br, HTML_VOID)                                                       \
	X(button, HTML_INLINE)                                                 \
	X(canvas, HTML_CUT)                                                    \
	X(caption, HTML_BLOCK)                                                 \
	X(center, HTML_BLOCK)                                                  \
	X(cite, HTML_INLINE)                                                   \
	X(code, HTML_INLINE)                                                   \
	X(col, HTML_VOID)                                                      \
	X(colgroup, HTML_BLOCK)                                                \
	X(dd, HTML_BLOCK | HTML_CLOSED_BY_NEXT)                                \
	X(del, HTML_INLINE)                                                    \
	X(details, HTML_BLOCK)                                                 \
	X(dfn, HTML_INLINE)                                                    \
	X(dialog, HTML_BLOCK)                                                  \
	X(dir, HTML_BLOCK)                                                     \
	X(div, HTML_BLOCK)                                                     \
	X(dl, HTML_BLOCK)                                                      \
	X(dt, HTML_BLOCK | HTML_CLOSED_BY_NEXT)                                \
	X(em, HTML_INLINE)                                                     \
	X(embed, HTML_VOID)                                                    \
	X(fieldset, HTML_BLOCK)                                                \
	X(figcaption, HTML_BLOCK)                                              \
	X(figure, HTML_BLOCK)                                                  \
	X(font, HTML_INLINE)                                                   \
	X(footer, HTML_BLOCK)                                                  \
	X(form, HTML_BLOCK)                                                    \
	X(frame, HTML_VOID)                                                    \
	X(frameset, HTML_BLOCK)                                                \
	X(h1, HTML_BLOCK)                                                      \
	X(h2, HTML_BLOCK)                                                      \
	X(h3, HTML_BLOCK)                                                      \
	X(h4, HTML_BLOCK)                                                      \
	X(h5, HTML_BLOCK)                                                      \
	X(h6, HTML_BLOCK)                                                      \
	X(head, HTML_BLOCK)                                                    \
	X(header, HTML_BLOCK)                                                  \
	X(hgroup, HTML_BLOCK)                                                  \
	X(hr, HTML_VOID | HTML_BLOCK)                                          \
	X(html, HTML_BLOCK)                                                    \
	X(i, HTML_INLINE)                                                      \
	X(iframe, HTML_CUT)                                                    \
	X(img, HTML_VOID)                                                      \
	X(input, HTML_VOID)                                                    \
	X(ins, HTML_INLINE)                                                    \
	X(kbd, HTML_INLINE)                                                    \
	X(label, HTML_INLINE)                                                  \
	X(legend, HTML_BLOCK)                                                  \
	X(li, HTML_BLOCK | HTML_CLOSED_BY_NEXT)                                \
	X(link, HTML_VOID)                                                     \
	X(listing, HTML_BLOCK)                                                 \
	X(main, HTML_BLOCK)                                                    \
	X(map, HTML_INLINE)                                                    \
	X(mark, HTML_INLINE)                                                   \
	X(menu, HTML_BLOCK)                                                    \
	X(meta, HTML_VOID)                                                     \
	X(nav, HTML_BLOCK)                                                     \
	X(noembed, HTML_CUT)                                                   \
	X(noframes, HTML_BLOCK)                                                \
	X(noscript, HTML_BLOCK)                                                \
	X(object, HTML_INLINE)                                                 \
	X(ol, HTML_BLOCK)                                                      \
	X(optgroup, HTML_BLOCK)                                                \
	X(option, HTML_BLOCK | HTML_CLOSED_BY_NEXT)                            \
	X(p, HTML_BLOCK | HTML_CLOSED_BY_NEXT)                                 \
	X(param, HTML_VOID)                                                    \
	X(plaintext, HTML_BLOCK)                                               \
	X(pre, HTML_BLOCK)                                                     \
	X(q, HTML_INLINE)                                                      \
	X(rp, HTML_INLINE)                                                     \
	X(rt, HTML_INLINE)                                                     \
	X(ruby, HTML_INLINE)                                                   \
	X(s, HTML_INLINE)                                                      \
	X(samp, HTML_INLINE)                                                   \
	X(script, HTML_CUT)                                                    \
	X(section, HTML_BLOCK)                                                 \
	X(select, HTML_BLOCK)                                                  \
	X(small, HTML_INLINE)                                                  \
	X(source, HTML_VOID)                                                   \
	X(span, HTML_INLINE)                                                   \
	X(strike, HTML_INLINE)                                                 \
	X(strong, HTML_INLINE)                                                 \
	X(style, HTML_CUT)                                                     \
	X(sub, HTML_INLINE)                                                    \
	X(summary, HTML_BLOCK)                                                 \
	X(sup, HTML_INLINE)                                                    \
	X(svg, HTML_CUT)                                                       \
	X(table, HTML_BLOCK)                                                   \
	X(tbody, HTML_BLOCK | HTML_CLOSED_BY_NEXT)                             \
	X(td, HTML_BLOCK | HTML_CLOSED_BY_NEXT)                                \
	X(template, HTML_CUT)                                                  \
	X(textarea, HTML_BLOCK)                                                \
	X(tfoot, HTML_BLOCK | HTML_CLOSED_BY_NEXT)                             \
	X(th, HTML_BLOCK | HTML_CLOSED_BY_NEXT)                                \
	X(thead, HTML_BLOCK | HTML_CLOSED_BY_NEXT)                             \
	X(time, HTML_INLINE)                                                   \
	X(title, HTML_BLOCK)                                                   \
	X(tr, HTML_BLOCK | HTML_CLOSED_BY_NEXT)                                \
	X(track, HTML_VOID)                                                    \
	X(tt, HTML_INLINE)                                                     \
	X(u, HTML_INLINE)                                                      \
	X(ul, HTML_BLOCK)                                                      \
	X(var, HTML_INLINE)                                                    \
	X(video, HTML_CUT)                                                     \
	X(wbr, HTML_VOID)                                                      \
	X(xmp, HTML_BLOCK)

enum html_tag_flag {
	HTML_INLINE = 0,
	HTML_BLOCK = 1 << 0,          /* begins and ends a line of text */
	HTML_VOID = 1 << 1,           /* has no content and no end tag */
	HTML_CUT = 1 << 2,            /* its content is never text to read */
	HTML_CLOSED_BY_NEXT = 1 << 3  /* ends where the next of its kind begins, so it does not pile up */
};

enum html_tag {
	HTML_TEXT,  /* not an element: a piece of text */
	HTML_OTHER, /* an element we do not know; inline, as browsers have it */
#define X(name, flags) TAG_##name,
	HTML_TAGS(X)
#undef X
	HTML_TAG_COUNT
};

/* The tag of this name, in any case; HTML_OTHER when it is none of HTML's. */
enum html_tag html_tag_find(struct span name);

/* Is this the tag's name, in lower case? Any name that is none of HTML's is HTML_OTHER's. */
bool html_tag_is(enum html_tag tag, const char *name);

/* Its name; of HTML_TEXT and HTML_OTHER, "". */
const char *html_tag_name(enum html_tag tag);

/* enum html_tag_flag bits. */
unsigned html_tag_flags(enum html_tag tag);

#endif
