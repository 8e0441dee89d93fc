#pragma once
#include <malloc.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/timex.h>

/// prctl takes a variable number of arguments, which Swift cannot call. Zero when it is done.
static inline int sauda_set_dumpable(int value) {
    return prctl(PR_SET_DUMPABLE, value, 0, 0, 0);
}

/// 1 when this process may be dumped and traced, 0 when not.
static inline int sauda_dumpable(void) {
    return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
}

/// 1 when a time server keeps this machine's clock, 0 when none does, -1 when the kernel does not say. Changes nothing.
static inline int sauda_clock_synchronised(void) {
    struct timex state = {0};
    if (adjtimex(&state) < 0) return -1;
    return (state.status & STA_UNSYNC) ? 0 : 1;
}

/// Bytes that the program has asked of the allocator and not given back.
static inline size_t sauda_heap_in_use(void) {
    struct mallinfo2 use = mallinfo2();
    return use.uordblks + use.hblkhd;
}

/// Gives pages that the allocator holds and nobody uses back to the system.
static inline void sauda_give_memory_back(void) { malloc_trim(0); }

/// Keeps what threads allocate in so many places at most: each keeps free memory of its own.
static inline void sauda_limit_arenas(int most) { mallopt(M_ARENA_MAX, most); }
