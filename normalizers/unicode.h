/*
 * unicode: the composed form NFC (UAX #15). The one file of the normalizers that sees ICU.
 */
#ifndef WINNOW_UNICODE_H
#define WINNOW_UNICODE_H

#include "pipeline/base/buffer.h"

/*
 * Appends the NFC of `text` and returns true, or returns false where it is in NFC already, or has hundreds of marks on
 * one letter. Takes linear time.
 */
bool unicode_compose(struct buffer *out, struct span text);

#endif
