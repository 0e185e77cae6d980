//! The form of a login.

use super::layout::{Frame, layout};
use maud::html;

/// The page; `wrong` if a token was wrong.
pub fn login(next: &str, wrong: Option<&str>) -> String {
    let main = html! {
        h1 { "Log in" }
        p { "The keeper of the archive has the token." }
        @if let Some(wrong) = wrong { p.problem role="alert" { (wrong) } }
        form.login method="post" action="/login" {
            input type="hidden" name="next" value=(next);
            label for="token" { "Token" }
            div.box {
                input.hidden type="text" name="user" value="morgue" autocomplete="username" tabindex="-1" aria-hidden="true" readonly;
                input #token name="token" type="password" required autocomplete="current-password";
                button type="submit" { "Log in" }
            }
        }
    };
    layout(&Frame::default(), "/login", "Log in", &main)
}
