/* Full packets of Dhan's feed into the struct that sauda fills: every field and both sides of five levels, prices as
 * 64-bit integers of 1/10,000 rupee on the instrument's tick, by sauda's own rule (FloatPrices.swift). Plain C, bounds
 * checked once a packet. `c-paise` leaves the tick out and rounds to the paisa alone.
 *
 * Build: cc -O3 -I ../shared/bench/common Benchmarks/Peers/dhan_fill.c -o dhan_fill
 * Run:   ./dhan_fill DATADIR [seconds-per-run=0.3] [runs=9]
 */
#include "bench.h"

typedef struct { int64_t bid, ask; uint32_t bid_quantity, ask_quantity; uint16_t bid_orders, ask_orders; } level;
typedef struct {
    uint8_t segment;
    uint16_t last_quantity;
    uint32_t security, last_trade_time, volume, buy, sell, oi, oi_high, oi_low;
    int64_t last, average, open, high, low, close;
    level levels[5];
} packet;
typedef struct { int64_t tick; double ticks_per_rupee; } grid;

/* CPU time, as sauda's own measure: a core that others use too does not count twice. */
static double cpu_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static inline uint32_t u32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return v; }
static inline uint16_t u16(const uint8_t *p) { uint16_t v; memcpy(&v, p, 2); return v; }

/* Not the float of a multiple of the tick: within half a step of one, else to the paisa. */
__attribute__((noinline)) static int64_t by_rule(float value, grid g) {
    if (!(value > 0 && value <= 10000000.0f)) return 0;
    int64_t raw = (int64_t)((double)value * 10000 + 0.5);
    int64_t near = (raw + g.tick / 2) / g.tick * g.tick;
    int64_t off = near > raw ? near - raw : raw - near;
    uint32_t bits;
    float power;
    memcpy(&bits, &value, 4);
    bits &= 0x7f800000;
    memcpy(&power, &bits, 4);
    if (near > 0 && near <= 100000000000 && off <= (int64_t)((double)power * (5000.0 / 8388608)) + 1) return near;
    return (raw + 50) / 100 * 100;
}

static inline int64_t on_tick(const uint8_t *p, grid g) {
    float value;
    memcpy(&value, p, 4);
    double sum = (double)value * g.ticks_per_rupee + 6755399441055744.0, whole = 6755399441055744.0;
    int64_t bits, base;
    memcpy(&bits, &sum, 8);
    memcpy(&base, &whole, 8);
    int64_t near = (bits - base) * g.tick;
    if ((uint64_t)(near - 1) < 100000000000 && (float)((double)near * 0.0001) == value) return near;
    return by_rule(value, g);
}
static inline int64_t to_paise(const uint8_t *p, grid g) {
    float value;
    (void)g;
    memcpy(&value, p, 4);
    if (!(value > 0 && value <= 10000000.0f)) return 0;
    return (int64_t)((double)value * 100 + 0.5) * 100;
}

#define DECODER(name, price)                                                                            \
    __attribute__((noinline)) static int name(const uint8_t *p, size_t size, packet *o, grid g) {         \
        if (size < 162 || p[0] != 8) return 0;                                                            \
        o->segment = p[3]; o->security = u32(p + 4);                                                      \
        o->last = price(p + 8, g); o->last_quantity = u16(p + 12); o->last_trade_time = u32(p + 14);      \
        o->average = price(p + 18, g); o->volume = u32(p + 22); o->sell = u32(p + 26); o->buy = u32(p + 30); \
        o->oi = u32(p + 34); o->oi_high = u32(p + 38); o->oi_low = u32(p + 42);                           \
        o->open = price(p + 46, g); o->close = price(p + 50, g);                                          \
        o->high = price(p + 54, g); o->low = price(p + 58, g);                                            \
        for (int i = 0; i < 5; i++) {                                                                     \
            const uint8_t *q = p + 62 + 20 * i;                                                           \
            level *l = &o->levels[i];                                                                     \
            l->bid_quantity = u32(q); l->ask_quantity = u32(q + 4);                                       \
            l->bid_orders = u16(q + 8); l->ask_orders = u16(q + 10);                                      \
            l->bid = price(q + 12, g); l->ask = price(q + 16, g);                                         \
        }                                                                                                 \
        return 1;                                                                                         \
    }
DECODER(fill, on_tick)
DECODER(fill_paise, to_paise)

int main(int argc, char **argv) {
    if (argc < 2) { fprintf(stderr, "usage: %s DATADIR [seconds] [runs]\n", argv[0]); return 2; }
    double seconds = argc > 2 ? atof(argv[2]) : 0.3;
    int runs = argc > 3 ? atoi(argv[3]) : 9;
    if (runs < 1 || runs > 64) { fprintf(stderr, "dhan_fill: 1 to 64 runs\n"); return 2; }
    static packet out;
    static const uint8_t *frames[8192];
    static size_t sizes[8192];
    char path[4096];
    size_t length;
    snprintf(path, sizeof path, "%s/dhan_full.bin", argv[1]);
    uint8_t *raw = slurp(path, &length);
    int count = 0;
    for (size_t i = 0; i < length && count < 8192;) {
        uint32_t n = u32(raw + i);
        frames[count] = raw + i + 4;
        sizes[count++] = n;
        i += 4 + n;
    }
    volatile int64_t tick = 500;
    grid g = {tick, 10000.0 / (double)tick};
    for (int way = 0; way < 2; way++) {
        double speeds[64];
        for (int r = 0; r < runs; r++) {
            uint64_t packets = 0;
            double start = cpu_s(), end;
            do {
                for (int i = 0; i < count; i++) {
                    int made = way ? fill_paise(frames[i], sizes[i], &out, g) : fill(frames[i], sizes[i], &out, g);
                    if (!made) { fprintf(stderr, "dhan_fill: a bad frame\n"); return 1; }
                    packets++;
                    keep(&out);
                }
            } while ((end = cpu_s()) - start < seconds);
            speeds[r] = (double)packets / (end - start);
        }
        report("dhan_decode", way ? "c-paise" : "c-fill", "full", "packets/s", speeds, runs);
    }
    return 0;
}
