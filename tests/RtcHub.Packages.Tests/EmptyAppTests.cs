using RtcHub.Tests.Support;

namespace RtcHub.Packages.Tests;

/// <summary>What the packages are for: calls through an application that has nothing else, made with the READMEs' own words.</summary>
[Collection(nameof(Packed))]
public class EmptyAppTests(Packed packed)
{
    private const string Readme = "src/RtcHub/README.md";
    private const string RedisReadme = "src/RtcHub.Redis/README.md";
    private const string NewerRedisClient = "3.4.35";

    [Fact]
    public async Task People_meet_through_an_empty_application_also_when_it_was_restarted()
    {
        var app = new EmptyApp(packed, Readme);
        await app.CreateAsync();
        app.Write();
        var client = await packed.Client;
        var url = EmptyApp.FreeUrl();

        var program = await app.StartAsync(url);
        using var ada = client.Join(url, "Ada");
        using (program)
        {
            using var bob = client.Join(url, "Bob");
            await ada.SaysAsync("Bob says hello");
            await bob.SaysAsync("Ada says hello");
        }

        using (await app.StartAsync(url))
        {
            using var cid = client.Join(url, "Cid");
            await ada.SaysAsync("Cid says hello");
            await cid.SaysAsync("Ada says hello");
        }
    }

    /// <summary>RtcHub.Redis is built with the oldest client of Redis; one application has that, the other a newer one of its own.</summary>
    [Fact]
    public async Task Two_people_meet_through_two_empty_applications_and_Redis_whatever_client_of_Redis_these_have()
    {
        using var redis = new RedisProcess();
        var app = new EmptyApp(packed, RedisReadme);
        await app.CreateAsync();
        app.Write(redis.ConnectionString);
        var newerApp = new EmptyApp(packed, RedisReadme);
        await newerApp.CreateAsync();
        newerApp.Write(redis.ConnectionString);
        await Shell.RunAsync(newerApp.Folder, $"dotnet add package StackExchange.Redis --version {NewerRedisClient}", packed.Environment);

        var client = await packed.Client;
        var (url, newerUrl) = (EmptyApp.FreeUrl(), EmptyApp.FreeUrl());
        using var program = await app.StartAsync(url);
        using var newerProgram = await newerApp.StartAsync(newerUrl);
        using var ada = client.Join(url, "Ada");
        using var bob = client.Join(newerUrl, "Bob");

        await ada.SaysAsync("Bob says hello");
        await bob.SaysAsync("Ada says hello");
    }

    [Fact]
    public void The_repositorys_README_shows_the_same_programs()
    {
        var readme = Repository.Read("README.md");

        Document.Program("README.md").Should().Be(Document.Program(Readme));
        readme.Should().Contain("dotnet add package RtcHub`").And.Contain("npm install rtchub`");
        var withRedis = Document.Program(RedisReadme).Split('\n').Single(line => line.Contains("AddRedis", StringComparison.Ordinal));
        readme.Should().Contain(withRedis);
    }
}
