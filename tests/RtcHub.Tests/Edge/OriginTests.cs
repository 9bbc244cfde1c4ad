using Microsoft.AspNetCore.Builder;

namespace RtcHub.Tests.Edge;

/// <summary>Which pages may connect, down to the bytes of the request.</summary>
public class OriginTests
{
    private const string Allowed = "HTTP/1.1 101 Switching Protocols";
    private const string Refused = "HTTP/1.1 403 Forbidden";

    [Theory]
    [InlineData("localhost:5080", "http://localhost:5080")]
    [InlineData("localhost:5080", "http://LOCALHOST:5080")]
    [InlineData("LocalHost:5080", "http://localhost:5080")]
    [InlineData("calls.example", "http://calls.example")]
    [InlineData("calls.example", "http://calls.example:80")]
    [InlineData("calls.example:80", "http://calls.example")]
    [InlineData("calls.example.", "http://calls.example.")]
    [InlineData("127.0.0.1:5080", "http://127.0.0.1:5080")]
    [InlineData("[::1]:5080", "http://[::1]:5080")]
    [InlineData("[2001:DB8::A]", "http://[2001:db8::a]")]
    [InlineData("xn--bcher-kva.example", "http://xn--bcher-kva.example")]
    public async Task A_page_of_the_same_origin_may_connect(string host, string origin) =>
        (await UpgradeAsync($"Host: {host}", $"Origin: {origin}")).Should().Be(Allowed);

    [Theory]
    // another host
    [InlineData("http://evil.example:5080")]
    [InlineData("http://localhost.evil.example:5080")]
    [InlineData("http://evil-localhost:5080")]
    [InlineData("http://localhost-evil:5080")]
    [InlineData("http://www.localhost:5080")]
    [InlineData("http://localhost.:5080")]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://l\u043ecalhost:5080")] // Cyrillic
    [InlineData("http://\uff4cocalhost:5080")] // full width, which a URI parser takes for a plain l
    [InlineData("http://local%68ost:5080")]
    // another port
    [InlineData("http://localhost")]
    [InlineData("http://localhost:80")]
    [InlineData("http://localhost:5081")]
    [InlineData("http://localhost:50800")]
    [InlineData("http://localhost:508")]
    [InlineData("http://localhost:05080")]
    [InlineData("http://localhost:")]
    [InlineData("http://localhost:5080:5080")]
    // another scheme
    [InlineData("https://localhost:5080")]
    [InlineData("ws://localhost:5080")]
    [InlineData("file://")]
    [InlineData("file://localhost:5080")]
    [InlineData("chrome-extension://localhost:5080")]
    // no origin, though it holds one
    [InlineData("")]
    [InlineData("null")]
    [InlineData("*")]
    [InlineData("localhost:5080")]
    [InlineData("//localhost:5080")]
    [InlineData("http:/localhost:5080")]
    [InlineData("http:localhost:5080")]
    [InlineData(@"http:\\localhost:5080")]
    [InlineData("http://localhost:5080/")]
    [InlineData("http://localhost:5080/call")]
    [InlineData("http://localhost:5080?")]
    [InlineData("http://localhost:5080#")]
    [InlineData("http://evil.example/localhost:5080")]
    [InlineData("http://evil.example#localhost:5080")]
    [InlineData("http://evil.example\\localhost:5080")]
    [InlineData("http://user@localhost:5080")]
    [InlineData("http://localhost:5080@evil.example")]
    [InlineData("http://localhost:5080 http://evil.example")]
    [InlineData("http://evil.example http://localhost:5080")]
    [InlineData("http://evil.example,http://localhost:5080")]
    [InlineData("http://local host:5080")]
    [InlineData("http://localhost\t:5080")]
    public async Task Any_other_page_is_refused(string origin) =>
        (await UpgradeAsync("Host: localhost:5080", $"Origin: {origin}")).Should().Be(Refused);

    [Theory]
    [InlineData("http://localhost:5080", "http://evil.example")]
    [InlineData("http://evil.example", "http://localhost:5080")]
    [InlineData("http://localhost:5080", "http://localhost:5080")]
    [InlineData("http://localhost:5080", "")]
    public async Task Who_names_two_origins_is_refused(string first, string second) =>
        (await UpgradeAsync("Host: localhost:5080", $"Origin: {first}", $"Origin: {second}")).Should().Be(Refused);

    [Theory]
    [InlineData("https://calls.example")]
    [InlineData("https://calls.example:443")]
    [InlineData("https://CALLS.example")]
    [InlineData("http://other.example:8080")]
    [InlineData("https://xn--bcher-kva.example")]
    [InlineData("capacitor://localhost")]
    [InlineData("http://localhost:5080")] // the same origin, always
    public async Task A_page_of_an_origin_that_is_listed_may_connect(string origin) =>
        (await UpgradeAsync(Listing, "Host: localhost:5080", $"Origin: {origin}")).Should().Be(Allowed);

    [Theory]
    [InlineData("http://calls.example")]
    [InlineData("https://calls.example:8443")]
    [InlineData("https://www.calls.example")]
    [InlineData("https://calls.example.evil.example")]
    [InlineData("https://evil-calls.example")]
    [InlineData("https://b\u00fccher.example")] // no browser writes it so
    [InlineData("null")]
    public async Task A_page_of_an_origin_that_is_like_a_listed_one_is_refused(string origin) =>
        (await UpgradeAsync(Listing, "Host: localhost:5080", $"Origin: {origin}")).Should().Be(Refused);

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    public async Task A_star_allows_every_page(string origin) =>
        (await UpgradeAsync(options => options.AllowedOrigins.Add("*"), "Host: localhost:5080", $"Origin: {origin}")).Should().Be(Allowed);

    [Theory]
    [InlineData(Allowed)] // a program
    [InlineData(Refused, "Cookie: a=b")]
    [InlineData(Refused, "Cookie: a=b", "Sec-Fetch-Site: cross-site")]
    [InlineData(Refused, "Cookie: a=b", "Sec-Fetch-Site: same-site")]
    [InlineData(Refused, "Cookie: a=b", "Sec-Fetch-Site: none")]
    [InlineData(Allowed, "Cookie: a=b", "Sec-Fetch-Site: same-origin")]
    [InlineData(Allowed, "Cookie: a=b", "Origin: http://localhost:5080")]
    [InlineData(Refused, "Cookie: a=b", "Origin: http://evil.example")]
    [InlineData(Refused, "Sec-Fetch-Site: same-origin", "Origin: http://evil.example")]
    public async Task Who_names_no_origin_may_connect_but_not_with_a_cookie(string statusLine, params string[] headers) =>
        (await UpgradeAsync(["Host: localhost:5080", .. headers])).Should().Be(statusLine);

    [Theory]
    [InlineData("https://calls.example", Allowed)]
    [InlineData("https://calls.example:443", Allowed)]
    [InlineData("http://calls.example", Refused)]
    public async Task The_scheme_is_the_one_that_the_client_used_where_a_proxy_ends_its_tls(string origin, string statusLine)
    {
        await using var hub = await TestHub.StartAsync(map: app => app.Use((context, next) =>
        {
            context.Request.Scheme = "https"; // what ASP.NET Core's forwarded headers do
            return next(context);
        }));
        using var request = await RawRequest.UpgradeAsync(hub.Url, "Host: calls.example", $"Origin: {origin}");

        request.StatusLine.Should().Be(statusLine);
    }

    [Theory]
    [InlineData("http://localhost:5080", "HTTP/1.1 200 OK")]
    [InlineData("http://evil.example", Refused)]
    public async Task Negotiation_is_no_way_round(string origin, string statusLine)
    {
        await using var hub = await TestHub.StartAsync(options => options.AllowHttpTransports = true);
        using var request = await RawRequest.SendAsync(
            hub.Url, "POST /rtc/negotiate?negotiateVersion=1 HTTP/1.1", "Host: localhost:5080", "Content-Length: 0", $"Origin: {origin}");

        request.StatusLine.Should().Be(statusLine);
    }

    private static void Listing(RtcHubOptions options) => options.AllowedOrigins =
        ["https://Calls.example", "http://other.example:8080", "https://b\u00fccher.example", "capacitor://localhost"];

    private static Task<string> UpgradeAsync(params string[] headers) => UpgradeAsync(_ => { }, headers);

    private static async Task<string> UpgradeAsync(Action<RtcHubOptions> configure, params string[] headers)
    {
        await using var hub = await TestHub.StartAsync(configure);
        using var request = await RawRequest.UpgradeAsync(hub.Url, headers);
        return request.StatusLine;
    }
}
