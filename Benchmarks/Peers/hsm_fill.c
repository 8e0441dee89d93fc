/* Updates of Kotak Neo's binary feed (HSM), 23 values each and 20 a frame, applied to what is stored of each topic and
 * made into ticks: the same work and the same frames as SaudaBench hsm-decode, in plain C. Lengths are checked once a
 * packet, the topic's number is looked up in a table.
 *
 * Build: cc -O3 -I ../shared/bench/common Benchmarks/Peers/hsm_fill.c -o hsm_fill
 * Run:   ./hsm_fill [runs=9]
 */
#include "bench.h"

enum { topics = 20, frames = 50, fields = 25, values = 23, none = INT32_MIN };

typedef struct { int32_t value[fields]; int64_t multiplier; uint32_t volume, instrument; } topic;
typedef struct { uint32_t instrument; int64_t price, quantity, time; } tick;

static topic stored[topics];
static uint8_t bytes[frames][topics * (4 + 5 + 4 * values) + 16];
static size_t sizes[frames];

static double cpu_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static inline uint32_t u32(const uint8_t *p) { uint32_t v; memcpy(&v, p, 4); return __builtin_bswap32(v); }
static inline uint16_t u16(const uint8_t *p) { return (uint16_t)(p[0] << 8 | p[1]); }
static uint8_t *put(uint8_t *p, uint32_t v, int size) {
    for (int i = size - 1; i >= 0; i--) *p++ = (uint8_t)(v >> 8 * i);
    return p;
}

static void make_frame(int round) {
    uint8_t *start = bytes[round], *p = start + 2;
    *p++ = 6;
    p = put(p, topics, 2);
    for (uint32_t t = 0; t < topics; t++) {
        p = put(p, 6 + 4 * values, 2);
        *p++ = 'U';
        p = put(p, t, 4);
        *p++ = values;
        for (int i = 0; i < values; i++) {
            int32_t v = 141230;
            if (i == 2 || i == 3) v = 1789011000;
            if (i == 4) v = 5120345 + round;
            if (i == 5) v = 141230 + round % 7;
            p = put(p, (uint32_t)v, 4);
        }
    }
    sizes[round] = (size_t)(p - start);
    put(start, (uint32_t)(sizes[round] - 2), 2);
}

__attribute__((noinline)) static int receive(const uint8_t *p, size_t size, int64_t now, tick *out) {
    if (size < 5 || u16(p) != size - 2 || p[2] != 6) return 0;
    int count = u16(p + 3), made = 0;
    size_t place = 5;
    for (int i = 0; i < count; i++) {
        if (place + 8 > size) return made;
        size_t length = u16(p + place);
        const uint8_t *packet = p + place + 2;
        if (place + 2 + length > size || packet[0] != 'U') return made;
        uint32_t number = u32(packet + 1);
        int given = packet[5];
        if (number >= topics || given > fields || length < (size_t)(6 + 4 * given)) return made;
        topic *t = &stored[number];
        uint64_t changed = 0;
        for (int f = 0; f < given; f++) {
            int32_t v = (int32_t)u32(packet + 6 + 4 * f);
            if (v == none) continue;
            t->value[f] = v;
            changed |= (uint64_t)1 << f;
        }
        place += 2 + length;
        if (!(changed & 0x78)) continue;
        int32_t seconds = t->value[3] > 0 ? t->value[3] : t->value[2];
        int64_t time = seconds > 0 ? (int64_t)seconds * 1000000 : now, price = t->value[5] * t->multiplier;
        if (time > now + (int64_t)86400 * 1000000 || price <= 0 || price > 100000000000) continue;
        uint32_t volume = (uint32_t)t->value[4], before = t->volume;
        t->volume = volume;
        out[made++] = (tick){ t->instrument, price, volume > before ? volume - before : 0, time };
    }
    return made;
}

int main(int argc, char **argv) {
    int runs = argc > 1 ? atoi(argv[1]) : 9;
    if (runs < 1 || runs > 64) { fprintf(stderr, "hsm_fill: 1 to 64 runs\n"); return 2; }
    static tick out[topics];
    int64_t sum = 0;
    for (int i = 0; i < frames; i++) make_frame(i);
    for (uint32_t t = 0; t < topics; t++) stored[t] = (topic){ .multiplier = 100, .instrument = t };
    double *taken = calloc((size_t)runs, sizeof *taken);
    for (int r = 0; r < runs; r++) {
        long packets = 0;
        double start = cpu_s(), seconds;
        do {
            for (int i = 0; i < frames; i++) {
                int made = receive(bytes[i], sizes[i], 1789011002000000, out);
                packets += made;
                sum += out[made - 1].price + out[made - 1].quantity;
            }
            seconds = cpu_s() - start;
        } while (seconds < 0.3);
        taken[r] = seconds / (double)packets * 1e9;
    }
    printf("{\"case\":\"update of 23 values\",\"peer\":\"c\",\"unit\":\"ns/packet\",\"values\":[");
    for (int r = 0; r < runs; r++) printf("%s%.2f", r ? "," : "", taken[r]);
    printf("],\"sum\":%lld}\n", (long long)sum);
    return 0;
}
