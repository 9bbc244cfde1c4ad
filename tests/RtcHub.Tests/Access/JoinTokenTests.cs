using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using RtcHub.Access;

namespace RtcHub.Tests.Access;

/// <summary>Which tokens are good. Each bad one differs from the good one in one thing.</summary>
public class JoinTokenTests
{
    private const string Header = """{"alg":"HS256","typ":"JWT","kid":"k1"}""";
    private const string Claims = """{"sub":"ada","topics":["tea","team-*"],"grants":["signal","message"],"exp":1893557045}""";

    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] OtherKey = [.. Enumerable.Range(100, 48).Select(i => (byte)i)];

    /// <summary>2030-01-02T03:04:05Z; the good token ends an hour later.</summary>
    private readonly ManualTime _time = new();

    [Fact]
    public void A_good_token_says_who_may_do_what_where()
    {
        Read(Sign(Header, Claims), out var token).Should().Be(TokenVerdict.Good);

        token!.Subject.Should().Be("ada");
        token.Grants.Should().Be(TopicGrants.Signal | TopicGrants.Message);
        token.ExpiresAt.Should().Be(_time.GetUtcNow() + TimeSpan.FromHours(1));
        token.Allows("tea").Should().BeTrue();
        token.Allows("team-1").Should().BeTrue();
        token.Allows("team-").Should().BeTrue();
        token.Allows("teapot").Should().BeFalse();
        token.Allows("Tea").Should().BeFalse();
        token.Metadata.Should().BeNull();
    }

    [Theory]
    [InlineData("""{"sub":"ada","topics":["*"],"grants":[],"exp":1893557045}""", "all topics, no grants")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["hidden","moderate"],"exp":1893557045,"nbf":1893553445,"iat":1893553445}""", "begins now")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045,"nbf":1893553505}""", "begins within the skew")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893553386}""", "ended within the skew")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893639845}""", "24 hours")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045,"aud":"rtchub"}""", "for us")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045,"aud":["shop","rtchub"],"iss":"shop","jti":"1","own":{"x":1}}""", "claims of others")]
    [InlineData("""{"sub":"ада ☕","topics":["чай"],"grants":["signal"],"exp":1893557045,"metadata":{"name":"Ада"}}""", "not ASCII")]
    public void This_is_good_too(string claims, string why) => Read(Sign(Header, claims), out _).Should().Be(TokenVerdict.Good, why);

    [Theory]
    [InlineData("""{"alg":"HS256","kid":"k1"}""")]
    [InlineData("""{"kid":"k1","typ":"jwt","alg":"HS256","x5t":"ignored"}""")]
    public void This_header_is_good_too(string header) => Read(Sign(header, Claims), out _).Should().Be(TokenVerdict.Good);

    [Fact]
    public void Every_configured_key_is_good_under_its_own_id() =>
        Read(Sign("""{"alg":"HS256","kid":"k2"}""", Claims, OtherKey), out _).Should().Be(TokenVerdict.Good);

    [Theory]
    [InlineData("""{"alg":"none","kid":"k1"}""")]
    [InlineData("""{"alg":"None","kid":"k1"}""")]
    [InlineData("""{"alg":"","kid":"k1"}""")]
    [InlineData("""{"alg":"hs256","kid":"k1"}""")]
    [InlineData("""{"alg":"HS384","kid":"k1"}""")]
    [InlineData("""{"alg":"HS512","kid":"k1"}""")]
    [InlineData("""{"alg":"RS256","kid":"k1"}""")]
    [InlineData("""{"alg":"ES256","kid":"k1"}""")]
    [InlineData("""{"alg":null,"kid":"k1"}""")]
    [InlineData("""{"alg":["HS256"],"kid":"k1"}""")]
    [InlineData("""{"alg":1,"kid":"k1"}""")]
    [InlineData("""{"kid":"k1"}""")]
    [InlineData("""{"alg":"HS256"}""")]
    [InlineData("""{"alg":"HS256","kid":"k3"}""")]
    [InlineData("""{"alg":"HS256","kid":"K1"}""")]
    [InlineData("""{"alg":"HS256","kid":"k2"}""")]
    [InlineData("""{"alg":"HS256","kid":""}""")]
    [InlineData("""{"alg":"HS256","kid":null}""")]
    [InlineData("""{"alg":"HS256","kid":1}""")]
    [InlineData("""{"alg":"HS256","kid":"../k1"}""")]
    [InlineData("""{"alg":"HS256","kid":"k1","crit":["b64"],"b64":false}""")]
    [InlineData("""{"alg":"HS256","kid":"k1","crit":[]}""")]
    [InlineData("""{"alg":"HS256","kid":"k1","typ":"JWE"}""")]
    [InlineData("""{"alg":"HS256","kid":"k1","typ":1}""")]
    [InlineData("""{"alg":"none","alg":"HS256","kid":"k1"}""")]
    [InlineData("""{"alg":"HS256","kid":"k3","kid":"k1"}""")]
    [InlineData("""["HS256","k1"]""")]
    [InlineData("""{"alg":"HS256","kid":"k1"} """ + "x")]
    [InlineData("""{"alg":"HS256","kid":"k1",}""")]
    [InlineData("""{"alg":"HS256","kid":"k1"/**/}""")]
    [InlineData("")]
    public void With_this_header_it_is_forged_even_when_the_key_signed_it(string header) =>
        Read(Sign(header, Claims), out _).Should().Be(TokenVerdict.Forged);

    [Theory]
    [InlineData("""{"topics":["tea"],"grants":["signal"],"exp":1893557045}""", "no user")]
    [InlineData("""{"sub":"","topics":["tea"],"grants":["signal"],"exp":1893557045}""", "an empty user")]
    [InlineData("""{"sub":null,"topics":["tea"],"grants":["signal"],"exp":1893557045}""", "a null user")]
    [InlineData("""{"sub":7,"topics":["tea"],"grants":["signal"],"exp":1893557045}""", "a user that is a number")]
    [InlineData("""{"sub":"a\nb","topics":["tea"],"grants":["signal"],"exp":1893557045}""", "a control character")]
    [InlineData("""{"sub":"\ud800","topics":["tea"],"grants":["signal"],"exp":1893557045}""", "half a surrogate pair")]
    [InlineData("""{"sub":"ada","sub":"bob","topics":["tea"],"grants":["signal"],"exp":1893557045}""", "two users")]
    [InlineData("""{"sub":"ada","\u0073ub":"bob","topics":["tea"],"grants":["signal"],"exp":1893557045}""", "two users, spelled differently")]
    [InlineData("""{"sub":"ada","grants":["signal"],"exp":1893557045}""", "no topics")]
    [InlineData("""{"sub":"ada","topics":[],"grants":["signal"],"exp":1893557045}""", "an empty list of topics")]
    [InlineData("""{"sub":"ada","topics":"tea","grants":["signal"],"exp":1893557045}""", "topics that are no list")]
    [InlineData("""{"sub":"ada","topics":[7],"grants":["signal"],"exp":1893557045}""", "a topic that is a number")]
    [InlineData("""{"sub":"ada","topics":["te*a"],"grants":["signal"],"exp":1893557045}""", "a star within")]
    [InlineData("""{"sub":"ada","topics":["tea",""],"grants":["signal"],"exp":1893557045}""", "an empty topic")]
    [InlineData("""{"sub":"ada","topics":["tea"],"topics":["*"],"grants":["signal"],"exp":1893557045}""", "topics twice")]
    [InlineData("""{"sub":"ada","topics":["tea"],"exp":1893557045}""", "no grants")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":"moderate","exp":1893557045}""", "grants that are no list")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["admin"],"exp":1893557045}""", "an unknown grant")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["Moderate"],"exp":1893557045}""", "a grant in another case")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":[15],"exp":1893557045}""", "a grant by number")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"]}""", "no end")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":null}""", "a null end")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":"1893557045"}""", "an end that is text")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045.5}""", "half a second")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":-1}""", "before 1970")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1e400}""", "an end that is no number")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":9223372036854775807}""", "the end of time")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045000}""", "milliseconds")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893553385}""", "ended a minute ago")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":0}""", "ended in 1970")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893639906}""", "lasts longer than a day")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045,"exp":1893557046}""", "two ends")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045,"nbf":1893553506}""", "begins later")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045,"nbf":"now"}""", "a beginning that is text")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045,"iat":1893553506}""", "issued in the future")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045,"aud":"shop"}""", "for somebody else")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045,"aud":["shop"]}""", "for others")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045,"aud":7}""", "an audience that is a number")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045,"metadata":"Ada"}""", "metadata that is text")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045,"metadata":[]}""", "metadata that is a list")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045,"metadata":{"a":1,"a":2}}""", "metadata with a name twice")]
    [InlineData("""["ada"]""", "a list")]
    [InlineData("\"ada\"", "text")]
    [InlineData("null", "null")]
    [InlineData("", "nothing")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045}{}""", "two objects")]
    [InlineData("""{"sub":"ada","topics":["tea"],"grants":["signal"],"exp":1893557045,}""", "a comma too many")]
    public void Signed_claims_like_these_are_of_no_use(string claims, string why)
    {
        Read(Sign(Header, claims), out var token).Should().Be(TokenVerdict.Unusable, why);
        token.Should().BeNull();
    }

    [Fact]
    public void Signed_bytes_that_are_no_UTF8_are_of_no_use()
    {
        byte[] claims = [.. Encoding.UTF8.GetBytes(Claims[..^1] + ",\"metadata\":{\"name\":\""), 0xC3, 0x28, .. "\"}}"u8];

        Read(Sign(Encoding.UTF8.GetBytes(Header), claims, Key), out _).Should().Be(TokenVerdict.Unusable);
    }

    [Fact]
    public void A_name_of_more_than_128_characters_is_refused() =>
        Read(Sign(Header, Claims.Replace("\"ada\"", $"\"{new string('a', 129)}\"", StringComparison.Ordinal)), out _).Should().Be(TokenVerdict.Unusable);

    [Theory]
    [InlineData(4_096, true)]
    [InlineData(4_097, false)]
    public void Metadata_is_as_large_as_a_peers_may_be(int bytes, bool isGood)
    {
        var token = Sign(Header, $"{Claims[..^1]},\"metadata\":{JsonElements.ObjectOf(bytes).GetRawText()}}}");

        Read(token, out _).Should().Be(isGood ? TokenVerdict.Good : TokenVerdict.Unusable);
    }

    [Fact]
    public void A_huge_token_is_refused_unread()
    {
        Read(Sign(Header, $"{Claims[..^1]},\"more\":\"{new string('x', 10_000)}\"}}"), out _).Should().Be(TokenVerdict.Forged);
        Read(new string('a', 10_000_000), out _).Should().Be(TokenVerdict.Forged);
    }

    [Fact]
    public void Deep_claims_are_of_no_use() =>
        Read(Sign(Header, $"{Claims[..^1]},\"more\":{new string('[', 1_000)}{new string(']', 1_000)}}}"), out _).Should().Be(TokenVerdict.Unusable);

    [Fact]
    public void A_token_with_any_character_changed_is_forged()
    {
        var good = Sign(Header, Claims);
        for (var i = 0; i < good.Length; i++)
        {
            var changed = good.ToCharArray();
            changed[i] = changed[i] == 'Q' ? 'g' : 'Q';
            Read(new string(changed), out _).Should().Be(TokenVerdict.Forged, $"character {i} is another");
        }
    }

    [Fact]
    public void A_token_that_ends_anywhere_is_forged()
    {
        var good = Sign(Header, Claims);
        for (var length = 0; length < good.Length; length++)
            Read(good[..length], out _).Should().Be(TokenVerdict.Forged);
    }

    [Theory]
    [InlineData("{0}=")]
    [InlineData(" {0}")]
    [InlineData("{0}\n")]
    [InlineData("{0}.")]
    [InlineData(".{0}")]
    [InlineData("Bearer {0}")]
    [InlineData("{0}.{0}")]
    [InlineData("{0}\0")]
    [InlineData("{0}é")]
    public void A_token_with_anything_about_it_is_forged(string format) =>
        Read(string.Format(provider: null, format, Sign(Header, Claims)), out _).Should().Be(TokenVerdict.Forged);

    [Fact]
    public void A_signature_that_is_empty_short_long_or_anothers_is_forged()
    {
        var (signed, good) = (Signed(Header, Claims), Sign(Header, Claims));
        var mac = Base64Url.DecodeFromChars(good.AsSpan(good.LastIndexOf('.') + 1));

        Read($"{signed}.", out _).Should().Be(TokenVerdict.Forged);
        Read($"{signed}.{Base64Url.EncodeToString(mac.AsSpan(0, 31))}", out _).Should().Be(TokenVerdict.Forged);
        Read($"{signed}.{Base64Url.EncodeToString([.. mac, 0])}", out _).Should().Be(TokenVerdict.Forged);
        Read($"{signed}.{Base64Url.EncodeToString(new byte[32])}", out _).Should().Be(TokenVerdict.Forged);
        Read(Sign(Header, Claims, OtherKey), out _).Should().Be(TokenVerdict.Forged);
        Read(Sign(Header, Claims, []), out _).Should().Be(TokenVerdict.Forged);
        Read($"{signed}.{Base64Url.EncodeToString(HMACSHA384.HashData(Key, Encoding.ASCII.GetBytes(signed)))}", out _).Should().Be(TokenVerdict.Forged);
    }

    [Fact]
    public void The_signature_of_one_token_does_not_hold_for_the_claims_of_another()
    {
        var (ada, bob) = (Sign(Header, Claims).Split('.'), Sign(Header, Claims.Replace("ada", "bob", StringComparison.Ordinal)).Split('.'));

        Read($"{ada[0]}.{bob[1]}.{ada[2]}", out _).Should().Be(TokenVerdict.Forged);
    }

    [Fact]
    public void One_that_was_taken_late_lasts_as_long_as_it_could_have_been_taken()
    {
        Read(Sign(Header, Claims.Replace("1893557045", "1893553416", StringComparison.Ordinal)), out var token).Should().Be(TokenVerdict.Good);

        token!.ExpiresAt.Should().Be(_time.GetUtcNow() + TimeSpan.FromSeconds(31));
    }

    [Fact]
    public void What_the_library_signs_is_good()
    {
        var token = new JoinToken("ada", ["tea", "чай*"], TopicGrants.Moderate | TopicGrants.Signal, _time.GetUtcNow() + TimeSpan.FromHours(24))
        {
            Metadata = new RawJson("""{"name":"Ada"}"""u8.ToArray()),
        };

        Read(token.Sign("k1", Convert.ToBase64String(Key)), out var read).Should().Be(TokenVerdict.Good);

        read.Should().BeEquivalentTo(token, options => options.Excluding(each => each.Metadata));
        Encoding.UTF8.GetString(read!.Metadata!.Value.Utf8.Span).Should().Be("""{"name":"Ada"}""");
    }

    [Fact]
    public void Nothing_of_a_token_is_in_its_text() =>
        new JoinToken("ada", ["tea"], TopicGrants.None, _time.GetUtcNow()).ToString().Should().Be("JoinToken");

    private TokenVerdict Read(string text, out JoinToken? token)
    {
        var options = new RtcHubOptions();
        options.Tokens.Keys["k1"] = Convert.ToBase64String(Key);
        options.Tokens.Keys["k2"] = Convert.ToBase64String(OtherKey);
        return new JoinTokenReader(Options.Create(options), _time).Read(text, out token);
    }

    private static string Sign(string header, string claims, byte[]? key = null) =>
        Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(claims), key ?? Key);

    private static string Sign(byte[] header, byte[] claims, byte[] key)
    {
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Signed(string header, string claims) =>
        $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
}
