/*
 * listnumber: the list number in front of a text, which is no part of what the text says.
 */
#ifndef WINNOW_LISTNUMBER_H
#define WINNOW_LISTNUMBER_H

#include "pipeline/base/span.h"

/*
 * Bytes of the list number at the beginning of a text, with the spaces around it; 0 where there is none.
 * "4. ", "4.1 ", "4a) ", "(b) ", "iv) " are some; "4.1 " only before a capital ("1.5 million"), "12 " is none ("12 people").
 */
size_t listnumber_length(struct span text);

#endif
