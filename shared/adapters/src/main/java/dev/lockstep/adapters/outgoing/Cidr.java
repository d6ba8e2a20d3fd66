package dev.lockstep.adapters.outgoing;

import java.net.InetAddress;
import java.util.Optional;

/** A range of addresses, as in {@code 10.0.0.0/8}. */
final class Cidr {
    private final byte[] network;
    private final int bits;

    private Cidr(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** An address alone is the range that holds it alone. */
    static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        return Literals.address(slash < 0 ? text : text.substring(0, slash)).flatMap(address -> {
            int most = address.getAddress().length * 8;
            String length = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
            return length.matches("[0-9]{1,3}") && Integer.parseInt(length) <= most
                    ? Optional.of(new Cidr(address.getAddress(), Integer.parseInt(length)))
                    : Optional.empty();
        });
    }

    /** A range that this code names. */
    static Cidr of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xff : (0xff << (8 - (bits - bit))) & 0xff;
            if ((bytes[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
