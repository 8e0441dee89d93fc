#pragma once
#include <sys/prctl.h>

/// prctl takes a variable number of arguments, which Swift cannot call. Zero when it is done.
static inline int sauda_set_dumpable(int value) {
    return prctl(PR_SET_DUMPABLE, value, 0, 0, 0);
}

/// 1 when this process may be dumped and traced, 0 when not.
static inline int sauda_dumpable(void) {
    return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
}
