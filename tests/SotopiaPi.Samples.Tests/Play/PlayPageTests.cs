using System.Net;
using System.Text;
using Microsoft.Playwright;

namespace SotopiaPi.Samples.Tests;

/// <summary>A person plays on the page.</summary>
public sealed class PlayPageTests
{
    [Test]
    public async Task An_episode_played_on_the_page_is_shown_stored_and_rated()
    {
        using PlayPage served = new();
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await Chromium.LaunchAsync(playwright);
        IPage page = await browser.NewPageAsync();
        await page.GotoAsync(served.Address.ToString());
        await Assertions.Expect(page.Locator("#status")).ToHaveTextAsync("Your turn.");
        await Assertions.Expect(page.Locator("#name")).ToHaveTextAsync("You are Cleo");
        await Assertions.Expect(page.Locator("#goal")).ToContainTextAsync("28 coins");
        await Assertions.Expect(page.Locator("#profiles dt")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#type option")).ToHaveTextAsync(["none", "speak", "non-verbal communication", "action", "leave"]);

        await page.FillAsync("#argument", "I offer 20 coins. &lt;b id=bold&gt;");
        await page.ClickAsync("#send");
        await Assertions.Expect(page.Locator("#history li").First).ToContainTextAsync("I offer 20 coins. <b id=bold>");
        await Assertions.Expect(page.Locator("#bold")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#status")).ToHaveTextAsync("Your turn.");
        await page.SelectOptionAsync("#type", "leave");
        await page.ClickAsync("#send");
        await Assertions.Expect(page.Locator("#result")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#scores tr")).ToHaveCountAsync(7);

        await page.ClickAsync("#next");
        await Assertions.Expect(page.Locator("#status")).ToHaveTextAsync("Your turn.");
        await Assertions.Expect(page.Locator("#history li")).ToHaveCountAsync(0);
        served.Stop();
        (Episode episode, EpisodeRating rating) = await PlayTerminalTests.PlayedAsync(served.StoreFile);
        Assert.That(episode.Turns[0].Turns[new Seat(0)].Action.Argument, Does.StartWith("I offer 20 coins."));
        Assert.That(rating.Scores[new Seat(0)][SocialDimension.Goal].Value, Is.Not.Null);
    }

    [Test]
    public async Task Only_the_page_itself_may_ask_and_post()
    {
        using PlayPage served = new();
        string own = served.Address.GetLeftPart(UriPartial.Authority);
        Assert.That(await StatusAsync(served, HttpMethod.Get, "state"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(served, HttpMethod.Get, "state", host: "evil.example"), Is.EqualTo(HttpStatusCode.Forbidden), "a foreign name for this address");
        Assert.That(await StatusAsync(served, HttpMethod.Get, "state", origin: "http://evil.example"), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await StatusAsync(served, HttpMethod.Post, "act"), Is.EqualTo(HttpStatusCode.Forbidden), "no origin");
        Assert.That(await StatusAsync(served, HttpMethod.Post, "act", origin: "http://evil.example"), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await StatusAsync(served, HttpMethod.Post, "act", origin: own, type: "text/plain"), Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That(await StatusAsync(served, HttpMethod.Post, "next", origin: own), Is.EqualTo(HttpStatusCode.Conflict), "the scene is not over");
        Assert.That(await StatusAsync(served, HttpMethod.Post, "act", origin: own), Is.EqualTo(HttpStatusCode.NoContent));
    }

    private static async Task<HttpStatusCode> StatusAsync(PlayPage served, HttpMethod method, string path, string? host = null, string? origin = null, string type = "application/json")
    {
        using HttpClient client = new();
        using HttpRequestMessage request = new(method, new Uri(served.Address, path));
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent("""{"type": "leave", "argument": ""}""", Encoding.UTF8, type);
        }

        using HttpResponseMessage response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
