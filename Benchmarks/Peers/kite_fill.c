/* Ticker frames into the struct that sauda fills: every field of a full packet, prices as 64-bit integers of
 * 1/10,000,000 rupee. Plain C, bounds checked once a packet.
 *
 * Build: cc -O3 -I ../shared/bench/common Benchmarks/Peers/kite_fill.c -o kite_fill
 * Run:   ./kite_fill DATADIR [seconds-per-run=0.3] [runs=9]
 */
#include "bench.h"

typedef struct { int64_t price; uint32_t quantity; uint16_t orders; } level;
typedef struct {
    uint32_t token;
    uint8_t kind;
    int64_t last, average, open, high, low, close, change;
    uint32_t last_quantity, volume, buy, sell, oi, oi_high, oi_low, last_trade_time, exchange_time;
    level depth[10];
} tick;

/* CPU time, as sauda's own measure: a core that others use too does not count twice. */
static double cpu_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static inline uint32_t be32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return __builtin_bswap32(v); }
static inline uint16_t be16(const uint8_t *p) { uint16_t v; memcpy(&v, p, 2); return __builtin_bswap16(v); }

/* The number of ticks, or -1 for a malformed frame. */
__attribute__((noinline))
static int decode(const uint8_t *frame, size_t size, tick *out, int room) {
    if (size < 2) return -1;
    int count = be16(frame), made = 0;
    size_t at = 2;
    for (int i = 0; i < count; i++) {
        if (at + 2 > size) return -1;
        size_t length = be16(frame + at);
        at += 2;
        if (at + length > size || made >= room) return -1;
        const uint8_t *p = frame + at;
        at += length;
        if (length != 184) continue;
        tick *t = &out[made++];
        uint32_t token = be32(p), segment = token & 0xff;
        int64_t unit = segment == 3 ? 1 : segment == 6 || segment == 12 ? 1000 : 100000;
        t->token = token;
        t->kind = 184;
        t->last = be32(p + 4) * unit;
        t->last_quantity = be32(p + 8);
        t->average = be32(p + 12) * unit;
        t->volume = be32(p + 16);
        t->buy = be32(p + 20);
        t->sell = be32(p + 24);
        t->open = be32(p + 28) * unit;
        t->high = be32(p + 32) * unit;
        t->low = be32(p + 36) * unit;
        t->close = be32(p + 40) * unit;
        t->change = 0;
        t->last_trade_time = be32(p + 44);
        t->oi = be32(p + 48);
        t->oi_high = be32(p + 52);
        t->oi_low = be32(p + 56);
        t->exchange_time = be32(p + 60);
        for (int d = 0; d < 10; d++) {
            const uint8_t *q = p + 64 + 12 * d;
            t->depth[d].price = be32(q + 4) * unit;
            t->depth[d].quantity = be32(q);
            t->depth[d].orders = be16(q + 8);
        }
    }
    return made;
}

int main(int argc, char **argv) {
    if (argc < 2) { fprintf(stderr, "usage: %s DATADIR [seconds] [runs]\n", argv[0]); return 2; }
    double seconds = argc > 2 ? atof(argv[2]) : 0.3;
    int runs = argc > 3 ? atoi(argv[3]) : 9;
    if (runs < 1 || runs > 64) { fprintf(stderr, "kite_fill: 1 to 64 runs\n"); return 2; }
    static tick out[64];
    static const uint8_t *frames[4096];
    static size_t sizes[4096];
    char path[4096];
    size_t length;
    snprintf(path, sizeof path, "%s/kite_full.bin", argv[1]);
    uint8_t *raw = slurp(path, &length);
    int count = 0;
    for (size_t i = 0; i < length && count < 4096;) {
        uint32_t n;
        memcpy(&n, raw + i, 4);
        frames[count] = raw + i + 4;
        sizes[count++] = n;
        i += 4 + n;
    }
    double speeds[64];
    for (int r = 0; r < runs; r++) {
        uint64_t packets = 0;
        double start = cpu_s(), end;
        do {
            for (int i = 0; i < count; i++) {
                int made = decode(frames[i], sizes[i], out, 64);
                if (made < 0) { fprintf(stderr, "kite_fill: a bad frame\n"); return 1; }
                packets += (uint64_t)made;
                keep(out);
            }
        } while ((end = cpu_s()) - start < seconds);
        speeds[r] = (double)packets / (end - start);
    }
    report("kite_decode", "c-fill", "full", "packets/s", speeds, runs);
    return 0;
}
