/* version: the one place where the program's version stands. */
#ifndef WINNOW_VERSION_H
#define WINNOW_VERSION_H

#define WINNOW_VERSION "0.2.0"

#endif
