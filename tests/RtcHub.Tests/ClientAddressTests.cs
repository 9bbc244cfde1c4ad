using System.Net;
using RtcHub.Admission;

namespace RtcHub.Tests;

/// <summary>Who counts as one where a limit is for each address.</summary>
public class ClientAddressTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff")]
    [InlineData("fe80::1%1", "fe80::2%2")]
    public void These_count_as_one(string one, string other) => Of(one).Should().NotBeNull().And.Be(Of(other));

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.2")]
    [InlineData("192.0.2.1", "::192.0.2.1")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1")]
    [InlineData("0.0.0.0", "::")]
    public void These_do_not(string one, string other) => Of(one).Should().NotBeNull().And.NotBe(Of(other));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("::1")]
    [InlineData("::ffff:127.8.9.10")]
    public void Loopback_is_nobody_in_particular(string address) => Of(address).Should().BeNull();

    [Fact]
    public void No_address_is_nobody_in_particular() => ClientAddress.Of(null).Should().BeNull();

    private static ClientAddress? Of(string address) => ClientAddress.Of(IPAddress.Parse(address));
}
