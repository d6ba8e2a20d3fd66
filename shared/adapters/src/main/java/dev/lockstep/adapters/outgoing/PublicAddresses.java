package dev.lockstep.adapters.outgoing;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Which addresses are the public internet's, after IANA's special-purpose registries. */
final class PublicAddresses {
    private static final List<Cidr> SPECIAL_V4 = ranges(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // shared
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, and the metadata of clouds
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, and broadcast

    /**
     * All that is given out as global unicast. Outside it are loopback, unspecified, IPv4-mapped and -compatible, NAT64, unique
     * and link-local, site-local, multicast and what is reserved, fd00:ec2::254 (AWS's metadata) among them.
     */
    private static final Cidr GLOBAL_V6 = Cidr.of("2000::/3");

    private static final List<Cidr> SPECIAL_V6 = ranges(
            "2001::/23", // protocol assignments, with Teredo, which carries an IPv4 address
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4, which carries an IPv4 address
            "3fff::/20"); // documentation

    /** What no deployment can mean to open when it lists a name: link-local, with the metadata of clouds, and what is no host. */
    private static final List<Cidr> NEVER = ranges(
            "0.0.0.0/8",
            "169.254.0.0/16",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/128",
            "fe80::/10",
            "fd00:ec2::/32",
            "ff00::/8");

    private PublicAddresses() {}

    private static List<Cidr> ranges(String... texts) {
        return Stream.of(texts).map(Cidr::of).toList();
    }

    static boolean contains(InetAddress address) {
        if (address instanceof Inet4Address) {
            return none(SPECIAL_V4, address);
        }
        return GLOBAL_V6.contains(address) && none(SPECIAL_V6, address) && !isIsatap(address.getAddress());
    }

    static boolean isNeverAHost(InetAddress address) {
        return !none(NEVER, address);
    }

    private static boolean none(List<Cidr> ranges, InetAddress address) {
        return ranges.stream().noneMatch(range -> range.contains(address));
    }

    /** ISATAP carries an IPv4 address behind ::0:5efe or ::200:5efe of any network. */
    private static boolean isIsatap(byte[] address) {
        return (address[8] & 0xfd) == 0
                && address[9] == 0
                && (address[10] & 0xff) == 0x5e
                && (address[11] & 0xff) == 0xfe;
    }
}
