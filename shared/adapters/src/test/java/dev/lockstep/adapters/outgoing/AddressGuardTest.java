package dev.lockstep.adapters.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lockstep.engine.operations.HttpCaller;
import dev.lockstep.engine.operations.OperationFailure;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    /** Names and their addresses, as an attacker's name server would give them; whoever asks for another has gone too far. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("public.example.com", "93.184.216.34"),
            Map.entry("public6.example.com", "2606:2800:220:1::1"),
            Map.entry("loopback.example.com", "127.0.0.1"),
            Map.entry("private.example.com", "10.1.2.3"),
            Map.entry("metadata.example.com", "169.254.169.254"),
            Map.entry("metadata6.example.com", "fd00:ec2::254"),
            Map.entry("mapped.example.com", "::ffff:10.0.0.1"),
            Map.entry("nat64.example.com", "64:ff9b::a00:1"),
            Map.entry("sixtofour.example.com", "2002:7f00:1::1"),
            Map.entry("both.example.com", "93.184.216.34 10.0.0.1"),
            Map.entry("build.internal", "10.9.9.9"),
            Map.entry("rebound.internal", "169.254.169.254"));

    static InetAddress[] addresses(String name) throws UnknownHostException {
        String known = NAMES.get(name);
        if (known == null) {
            throw new UnknownHostException(name);
        }
        String[] texts = known.split(" ", -1);
        InetAddress[] addresses = new InetAddress[texts.length];
        for (int i = 0; i < texts.length; i++) {
            addresses[i] = InetAddress.getByAddress(
                    name, Literals.address(texts[i]).orElseThrow().getAddress());
        }
        return addresses;
    }

    private static AddressGuard guard(String allowed) {
        return new AddressGuard(AllowedHosts.parse(allowed), AddressGuardTest::addresses);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://127.255.255.254/",
                "https://0.0.0.0/",
                "https://10.0.0.1/",
                "https://172.16.0.1/",
                "https://172.31.255.255/",
                "https://192.168.1.1/",
                "https://100.64.0.1/",
                "https://169.254.169.254/latest/meta-data/",
                "http://169.254.169.254/",
                "https://169.254.170.2/v2/credentials",
                "https://192.0.0.1/",
                "https://192.0.2.1/",
                "https://198.18.0.1/",
                "https://198.51.100.1/",
                "https://203.0.113.1/",
                "https://192.88.99.1/",
                "https://224.0.0.1/",
                "https://240.0.0.1/",
                "https://255.255.255.255/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0177.0.0.1/",
                "https://017700000001/",
                "https://127.1/",
                "https://127.0.1/",
                "https://0/",
                "https://127.0.0.01/",
                "https://10.0.0.256/",
                "https://1.2.3.4.5/",
                "https://127.0.0.1./",
                "https://public.example.com./",
                "https://%31%32%37.0.0.1/",
                "https://①②⑦.0.0.1/",
                "https://127。0。0。1/",
                "https://[::]/",
                "https://[::1]/",
                "https://[0:0:0:0:0:0:0:1]/",
                "https://[::127.0.0.1]/",
                "https://[::7f00:1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:a9fe:a9fe]/",
                "https://[::ffff:0:127.0.0.1]/",
                "https://[64:ff9b::127.0.0.1]/",
                "https://[64:ff9b:1::a00:1]/",
                "https://[2002:7f00:1::]/",
                "https://[2001:0:7f00:1::1]/",
                "https://[2600:1f00::5efe:10.0.0.1]/",
                "https://[fe80::1]/",
                "https://[fec0::1]/",
                "https://[fc00::1]/",
                "https://[fd00:ec2::254]/",
                "https://[ff02::1]/",
                "https://[2001:db8::1]/",
                "https://[100::1]/",
                "https://localhost/",
                "https://LOCALHOST/",
                "https://a.localhost/",
                "https://intranet/",
                "https://metadata.google.internal/",
                "https://printer.local/",
                "https://a.localdomain/",
                "https://user:secret@public.example.com/",
                "https://public.example.com@127.0.0.1/",
                "http://public.example.com/",
                "http://93.184.216.34/",
                "https://loopback.example.com/",
                "https://private.example.com/",
                "https://metadata.example.com/",
                "https://metadata6.example.com/",
                "https://mapped.example.com/",
                "https://nat64.example.com/",
                "https://sixtofour.example.com/",
                "https://both.example.com/"
            })
    void what_is_not_public_is_refused_before_a_socket_is_opened(String url) {
        assertThatThrownBy(() -> guard("").check(url)).as(url).isInstanceOf(AddressRefused.class);
        // Were a socket opened, there would be another failure: none of these is answered here.
        HttpCaller.Request request =
                new HttpCaller.Request("GET", url, Map.of(), Optional.empty(), true, 1000, Duration.ofSeconds(5));
        OperationFailure failure = catchThrowableOfType(
                OperationFailure.class, () -> new GuardedHttp(guard(""), InstantSource.system()).call(request));
        assertThat(failure.name()).isEqualTo("AddressRefused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://public.example.com",
                "https://PUBLIC.example.com:8443/a?b=c",
                "https://public6.example.com/",
                "https://93.184.216.34/",
                "https://[2606:2800:220:1::1]:444/",
                "https://not-known-yet.example.com/",
                "https://under_score.example.com/",
                "https://xn--bcher-kva.example.com/"
            })
    void what_is_public_is_not(String url) {
        assertThatCode(() -> guard("").check(url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ftp://public.example.com/",
                "//public.example.com/",
                "https:///path",
                "https:public.example.com",
                "https://public.example.com:99999/",
                "https://public.example.com:0/",
                "https://public.example.com:80:80/",
                "https://public.example.com\\@127.0.0.1/",
                "https://public.example.com/a b",
                "https://public.example.com/\r\nHost: x",
                " https://public.example.com/",
                "https://[::1",
                "https://[fe80::1%25eth0]/x y"
            })
    void what_is_no_url_is_none(String url) {
        assertThatThrownBy(() -> guard("").check(url)).as(url).isInstanceOf(URISyntaxException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.0/8,::1,localhost | http://127.0.0.1:3000/         | true
            127.0.0.0/8,::1,localhost | http://[::1]:3000/             | true
            127.0.0.0/8,::1,localhost | http://169.254.169.254/        | false
            127.0.0.0/8               | https://loopback.example.com/  | true
            127.0.0.0/8               | http://loopback.example.com/   | false
            127.0.0.0/8               | https://both.example.com/      | false
            build.internal            | http://build.internal:8080/    | true
            build.internal:8080       | http://build.internal:8080/    | true
            build.internal:8080       | http://build.internal/         | false
            build.internal            | https://other.build.internal/  | false
            rebound.internal          | https://rebound.internal/      | false
            10.1.2.3:443              | https://10.1.2.3/              | true
            10.1.2.3:443              | https://10.1.2.3:8443/         | false
            10.1.0.0/16:443           | https://private.example.com/   | true
            10.1.2.0/23               | https://private.example.com/   | true
            10.1.4.0/23               | https://private.example.com/   | false
            [fd00:1::]:443            | https://[fd00:1::]/            | true
            public.example.com        | http://public.example.com/     | true
            """)
    void a_deployment_opens_what_it_lists_and_no_more(String allowed, String url, boolean open) {
        if (open) {
            assertThatCode(() -> guard(allowed).check(url)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> guard(allowed).check(url)).isInstanceOf(AddressRefused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "0x7f.1", "a b", "*.example.com", "10.0.0", "https://a.example.com"})
    void a_list_that_says_nothing_clear_is_refused_at_the_start(String allowed) {
        assertThatThrownBy(() -> AllowedHosts.parse(allowed)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_list_may_be_empty_and_have_blanks() throws Exception {
        assertThat(AllowedHosts.parse("").hasName("", 443)).isFalse();
        assertThat(AllowedHosts.parse(" a , ,10.0.0.1 ").hasName("a", 1)).isTrue();
        assertThat(AllowedHosts.parse(" a , ,10.0.0.1 ")
                        .hasAddress(Literals.address("10.0.0.1").orElseThrow(), 1))
                .isTrue();
    }
}
